#include <fmt/format.h>

#include <chrono>
#include <iostream>

#include "harness/author/choose.hpp"
#include "harness/author/commands/commands.hpp"
#include "harness/author/verify.hpp"
#include "harness/cli/build.hpp"
#include "harness/cli/commands.hpp"

namespace descent::author {
namespace {

using Kind = Proof::Kind;

struct Count {
  int holds = 0;
  int all = 0;
};

Count count(const std::vector<Proof>& proofs, const std::string& task, Kind kind) {
  Count result;
  for (const Proof& proof : proofs) {
    if ((!task.empty() && proof.task != task) || proof.kind != kind) continue;
    ++result.all;
    if (proof.holds) ++result.holds;
  }
  return result;
}

std::string cell(const Count& count, const std::string& text, const cli::Terminal& terminal) {
  if (count.all == 0) return terminal.dim(fmt::format("{:<18}", "-"));
  const std::string padded = fmt::format("{:<18}", text);
  return count.holds == count.all ? terminal.green(padded) : terminal.red(padded);
}

void print_row(const std::vector<Proof>& proofs, const std::string& title, const std::string& task,
               const cli::Terminal& terminal) {
  const Count stub = count(proofs, task, Kind::stub);
  const Count reference = count(proofs, task, Kind::reference);
  const Count mistakes = count(proofs, task, Kind::mistake);
  const Count alternatives = count(proofs, task, Kind::alternative);
  std::cout << fmt::format(
      "  {:<28} {}{}{}{}\n", title,
      cell(stub, stub.holds == stub.all ? "not started" : "SCORES", terminal),
      cell(reference, reference.holds == reference.all ? "full points" : "FAILS", terminal),
      cell(mistakes, fmt::format("{} of {} named", mistakes.holds, mistakes.all), terminal),
      cell(alternatives, fmt::format("{} of {} pass", alternatives.holds, alternatives.all),
           terminal));
}

std::string in_words(Kind kind) {
  switch (kind) {
    case Kind::stub:
      return "stub";
    case Kind::reference:
      return "reference";
    case Kind::mistake:
      return "mistake";
    case Kind::alternative:
      return "alternative";
  }
  return "";
}

bool verify_stage(const course::Course& course, const course::Stage& stage,
                  const VerifyCommand& options, const cli::Terminal& terminal) {
  const auto started = std::chrono::steady_clock::now();
  const std::vector<Proof> proofs =
      verify(course, stage, stage.built / (stage.name() + ".stub.so"),
             {.seeds = options.seeds,
              .only_right = options.only_right,
              .progress = [&](int done, int all) {
                terminal.progress(terminal.dim(fmt::format("{} of {} proofs", done, all)));
              }});
  terminal.progress("");
  const double seconds =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - started).count();

  const std::string runs = options.seeds > 1 ? fmt::format(", {} seeds", options.seeds) : "";
  std::cout << fmt::format("{}  {}\n", terminal.bold(stage.name()),
                           terminal.dim(fmt::format("{:.1f} s{}", seconds, runs)));
  std::cout << fmt::format("  {:<28} {:<18}{:<18}{:<18}{:<18}\n", "task", "stub", "reference",
                           "mistakes", "alternatives");
  for (const outcome::Task& task : stage.manifest.tasks) {
    print_row(proofs, task.id, task.id, terminal);
  }
  print_row(proofs, "all", "", terminal);
  bool all_hold = true;
  for (const Proof& proof : proofs) {
    if (proof.holds) continue;
    all_hold = false;
    std::cout << fmt::format("\n  {} {} {} ({}): {}\n", terminal.red("✗"), in_words(proof.kind),
                             proof.subject, proof.task, proof.why_not);
  }
  std::cout << '\n';
  return all_hold;
}

}  // namespace

int verify(const course::Course& course, const VerifyCommand& options,
           const cli::Terminal& terminal) {
  const auto stages = choose_stages(course, options.stages);
  if (!options.built) {
    std::vector<std::string> targets;
    for (const course::Stage* stage : stages) targets.push_back(stage->name() + ".verify");
    const cli::BuildResult result = cli::build(course, targets, terminal);
    if (!result.ok) {
      std::cout << result.target << " does not build:\n" << result.messages;
      return cli::kBroken;
    }
  }
  bool all_hold = true;
  for (const course::Stage* stage : stages) {
    all_hold = verify_stage(course, *stage, options, terminal) && all_hold;
  }
  std::cout << (all_hold ? terminal.green("Every proof holds.") : terminal.red("Some proofs fail."))
            << '\n';
  return all_hold ? cli::kOk : cli::kNotPassed;
}

}  // namespace descent::author
