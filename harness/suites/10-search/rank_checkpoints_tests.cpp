#include <gtest/gtest.h>

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <optional>
#include <thread>
#include <tuple>

#include "harness/suites/10-search/folder_watch.hpp"
#include "harness/suites/10-search/spaces.hpp"

namespace descent::suite {
namespace {

using checks::expect_refusal;

constexpr auto kRead = "the-master";
constexpr auto kReadOthers = "what-else-lies-in-the-folder";

std::filesystem::path folder() { return remote::Session::current().folder(); }

SearchCheckpoint any_checkpoint(arma::uword trial, arma::uword epoch, double validation, Rng& rng) {
  return {trial,
          epoch,
          rng.normal(2, 1),
          rng.uniform(0.1, 3),
          validation,
          rng.uniform(),
          {rng.normal(3, 2), rng.normal(1, 2)}};
}

void put(const SearchCheckpoint& checkpoint) {
  write_file(folder() / checkpoint_name(checkpoint), encode_checkpoint(checkpoint));
}

void sort_right(std::vector<SearchCheckpoint>& checkpoints) {
  std::stable_sort(checkpoints.begin(), checkpoints.end(), [](const auto& a, const auto& b) {
    if (a.validation != b.validation) return a.validation > b.validation;
    return std::tie(a.trial, a.epoch) < std::tie(b.trial, b.epoch);
  });
}

// The ranked list is these checkpoints, in this order.
bool expect_ranked(const std::vector<RankedCheckpoint>& yours, std::vector<SearchCheckpoint> right,
                   const std::string& why, const char* read = kRead) {
  sort_right(right);
  std::string yours_text, right_text;
  for (const RankedCheckpoint& c : yours) yours_text += "\n  " + c.file;
  for (const SearchCheckpoint& c : right) right_text += "\n  " + checkpoint_name(c);
  bool same = yours.size() == right.size();
  for (std::size_t k = 0; same && k < right.size(); ++k) {
    same = yours[k].file == checkpoint_name(right[k]);
  }
  if (!checks::expect_that(same, yours.empty() ? "no files" : yours_text,
                           right.empty() ? "no files" : right_text,
                           {.what = "the ranked files", .why = why, .read = read})) {
    return false;
  }
  for (std::size_t k = 0; k < right.size(); ++k) {
    if (!checks::expect_near(
            arma::vec{static_cast<double>(yours[k].trial), static_cast<double>(yours[k].epoch),
                      yours[k].cost, yours[k].validation, yours[k].test},
            arma::vec{static_cast<double>(right[k].trial), static_cast<double>(right[k].epoch),
                      right[k].cost, right[k].validation, right[k].test},
            {.what = "trial, epoch, cost, validation and test accuracy of a ranked checkpoint",
             .why = "As they are in the file, with all their digits.",
             .read = read,
             .tolerance = checks::kExact}) ||
        !checks::expect_near(yours[k].point, right[k].point,
                             {.what = "the point of a ranked checkpoint",
                              .why = "As it is in the file.",
                              .read = read,
                              .tolerance = checks::kExact})) {
      return false;
    }
  }
  return true;
}

// What the master says of the test's folder; nothing where it gives up. `mistake`: what giving up
// shows, for what a replay of the call cannot see.
std::optional<std::vector<RankedCheckpoint>> rank_here(const std::string& mistake = "") {
  try {
    return submission::rank_checkpoints(folder().string());
  } catch (const NotImplemented&) {
    throw;
  } catch (const remote::CallFailure&) {
    throw;
  } catch (const std::exception& error) {
    checks::expect_that(
        false, std::string("an exception: ") + error.what(),
        "a list of the checkpoints that can be read",
        {.what = "the answer of rank_checkpoints",
         .why = "One file that cannot be read, or is no checkpoint, must not hide all "
                "the others.",
         .read = kReadOthers,
         .mistake = mistake});
    return std::nullopt;
  }
}

TEST(RankCheckpoints, PutsTheBestFirst) {
  Rng rng(remote::test_seed());
  std::vector<SearchCheckpoint> all;
  for (arma::uword trial = 0; trial < 6; ++trial) {
    for (arma::uword epoch = 1; epoch <= 4; ++epoch) {
      all.push_back(any_checkpoint(trial, epoch, rng.uniform(), rng));
      put(all.back());
    }
  }
  expect_ranked(submission::rank_checkpoints(folder().string()), all,
                "All checkpoints of all trials and epochs, the highest validation accuracy first.");
}

// Test accuracy, cost, trial and epoch all say the opposite.
TEST(RankCheckpoints, LooksAtTheValidationAccuracyOnly) {
  Rng rng(remote::test_seed());
  std::vector<SearchCheckpoint> all;
  for (arma::uword k = 0; k < 8; ++k) {
    const double rank = static_cast<double>(k);
    SearchCheckpoint checkpoint = any_checkpoint(k, 8 - k, 0.9 - 0.1 * rank, rng);
    checkpoint.test = k % 3 == 2 ? arma::datum::nan : 0.1 + 0.1 * rank;
    checkpoint.cost = 3 - 0.3 * rank;
    all.push_back(checkpoint);
    put(checkpoint);
  }
  const std::vector<RankedCheckpoint> yours = submission::rank_checkpoints(folder().string());
  std::string order, right;
  for (const RankedCheckpoint& c : yours) order += std::to_string(c.trial) + " ";
  for (arma::uword k = 0; k < 8; ++k) right += std::to_string(k) + " ";
  checks::expect_that(
      order == right, order, right,
      {.what = "the order of the trials, where test accuracy, cost and epoch say the "
               "opposite",
       .why = "The validation accuracy decides, and nothing else: the test set is "
              "for the report at the very end.",
       .read = "the-test-set-decides-nothing"});
}

// Accuracies that look the same in a name, or in single precision.
TEST(RankCheckpoints, UsesTheExactAccuracies) {
  Rng rng(remote::test_seed());
  std::vector<SearchCheckpoint> all;
  const double base = rng.uniform(0.5, 0.9);
  const double rounded = std::round(1e6 * base) / 1e6;  // the same name for all below
  const arma::uvec order = rng.permutation(12);
  for (arma::uword k = 0; k < 12; ++k) {
    const double offset = (static_cast<double>(order(k)) - 6) * (k % 2 == 0 ? 4e-8 : 2e-11);
    all.push_back(any_checkpoint(k, 1 + rng.below(5), rounded + offset, rng));
    put(all.back());
  }
  expect_ranked(submission::rank_checkpoints(folder().string()), all,
                "The accuracy in a name is rounded to six digits. The exact one is in the file.",
                "the-name-of-a-checkpoint");
}

TEST(RankCheckpoints, OrdersEqualAccuracies) {
  Rng rng(remote::test_seed());
  std::vector<SearchCheckpoint> all;
  for (const arma::uword trial : arma::uvec{10000, 9999, 2, 10, 1}) {
    for (const arma::uword epoch : arma::uvec{1000, 999, 3, 12}) {
      all.push_back(any_checkpoint(trial, epoch, 0.75, rng));
      put(all.back());
    }
  }
  expect_ranked(submission::rank_checkpoints(folder().string()), all,
                "Of equal accuracies the lower trial comes first, then the earlier epoch; as "
                "numbers: 9999 before 10000.");
}

TEST(RankCheckpoints, TakesAccuraciesOfZeroAndOne) {
  Rng rng(remote::test_seed());
  std::vector<SearchCheckpoint> all;
  for (const double validation : {0.0, 1.0, 0.5, 1e-5, 0.99999949, 0.1}) {
    all.push_back(any_checkpoint(all.size(), 1, validation, rng));
    put(all.back());
  }
  expect_ranked(submission::rank_checkpoints(folder().string()), all,
                "Accuracies from 0 to 1, as numbers and not as text.");
}

TEST(RankCheckpoints, HasNothingToSayAboutAnEmptyFolder) {
  expect_ranked(submission::rank_checkpoints(folder().string()), {},
                "An empty folder has no checkpoints. That is no error: the workers may not have "
                "begun.");
}

struct Fixture {
  std::vector<SearchCheckpoint> good;
  Rng rng;
};

Fixture some_good_ones() {
  Fixture fixture{{}, Rng(remote::test_seed())};
  for (arma::uword k = 0; k < 5; ++k) {
    fixture.good.push_back(
        any_checkpoint(k, 1 + k % 3, fixture.rng.uniform(0.2, 0.6), fixture.rng));
    put(fixture.good.back());
  }
  return fixture;
}

TEST(RankCheckpoints, PassesOverTornFiles) {
  Fixture fixture = some_good_ones();
  for (arma::uword k = 0; k < 12; ++k) {
    const SearchCheckpoint torn = any_checkpoint(50 + k, 2, 0.9, fixture.rng);
    const std::string bytes = encode_checkpoint(torn);
    const std::size_t length = k == 0   ? 0
                               : k == 1 ? bytes.size() - 1
                               : k == 2 ? bytes.size() - 8
                                        : fixture.rng.below(bytes.size());
    write_file(folder() / checkpoint_name(torn), bytes.substr(0, length));
  }
  const auto yours = rank_here();
  if (!yours) return;
  expect_ranked(
      *yours, fixture.good,
      "A file that ends too early is no checkpoint, whatever its name says, and the others "
      "still count.",
      kReadOthers);
}

TEST(RankCheckpoints, PassesOverChangedFiles) {
  Fixture fixture = some_good_ones();
  for (arma::uword k = 0; k < 6; ++k) {
    const SearchCheckpoint changed = any_checkpoint(50 + k, 2, 0.9, fixture.rng);
    std::string bytes = encode_checkpoint(changed);
    if (k == 0) {
      bytes += '\n';
    } else if (k == 1) {
      bytes.resize(bytes.size() + 4096, '\0');
    } else if (k == 2) {  // the right length, and zeros where blocks were never written
      std::fill(bytes.begin() + static_cast<std::ptrdiff_t>(bytes.size() / 2), bytes.end() - 30,
                '\0');
    } else {
      bytes[fixture.rng.below(bytes.size() - 30)] ^= 0x10;
    }
    write_file(folder() / checkpoint_name(changed), bytes);
  }
  const auto yours = rank_here();
  if (!yours) return;
  expect_ranked(*yours, fixture.good, "A file whose checksum is wrong is no checkpoint.",
                kReadOthers);
}

TEST(RankCheckpoints, PassesOverTemporaryAndForeignFiles) {
  Fixture fixture = some_good_ones();
  Rng& rng = fixture.rng;
  const SearchCheckpoint whole = any_checkpoint(60, 1, 0.95, rng);
  const std::string bytes = encode_checkpoint(whole);
  // Whole, but not yet renamed; copied by hand; renamed by hand to look better.
  write_file(folder() / (checkpoint_name(whole) + ".tmp"), bytes);
  write_file(folder() / (".tmp-" + checkpoint_name(whole)), bytes);
  write_file(folder() / "best.ckpt", bytes);
  write_file(folder() / "trial-0060_epoch-001_val-0.990000.ckpt", bytes);
  write_file(folder() / "trial-0061_epoch-001_val-0.950000.ckpt", bytes);
  write_file(folder() / "trial-0060_epoch-002_val-0.950000.ckpt", bytes);
  write_file(folder() / "notes.txt", "trial 60 looks good");
  write_file(folder() / "trial-0062_epoch-001_val-0.970000.ckpt", "this is no checkpoint at all\n");
  write_file(folder() / "slurm-4711.out", "");
  const auto yours = rank_here();
  if (!yours) return;
  expect_ranked(*yours, fixture.good,
                "What is called otherwise than its contents say, or is none, is passed over: "
                "temporary files, copies, other people's files.",
                kReadOthers);
}

TEST(RankCheckpoints, PassesOverFolders) {
  Fixture fixture = some_good_ones();
  Rng& rng = fixture.rng;
  const SearchCheckpoint a = any_checkpoint(70, 1, 0.93, rng), b = any_checkpoint(71, 1, 0.94, rng);
  std::filesystem::create_directory(folder() / checkpoint_name(a));
  write_file(folder() / checkpoint_name(a) / "inside", "something");
  std::filesystem::create_directory(folder() / "older");
  write_file(folder() / "older" / checkpoint_name(b), encode_checkpoint(b));
  const auto yours = rank_here();
  if (!yours) return;
  expect_ranked(*yours, fixture.good,
                "Folders are no checkpoints, and what lies in them belongs to somebody else.",
                kReadOthers);
}

// A name without a file behind it is what one has in hand when a file vanishes between the listing
// and the opening.
TEST(RankCheckpoints, PassesOverFilesThatVanish) {
  Fixture fixture = some_good_ones();
  for (arma::uword k = 0; k < 4; ++k) {
    const SearchCheckpoint gone = any_checkpoint(80 + k, 1, 0.9, fixture.rng);
    std::filesystem::create_symlink("nowhere-" + std::to_string(k),
                                    folder() / checkpoint_name(gone));
  }
  const auto yours = rank_here("rank_fails_where_files_vanish");
  if (!yours) return;
  expect_ranked(
      *yours, fixture.good,
      "A file may vanish between the moment in which its name is seen and that in which it "
      "is opened. That is no error.",
      kReadOthers);
}

// And the real thing: files come and go while the master looks. Five stay.
TEST(RankCheckpoints, LooksAtAFolderThatChanges) {
  Fixture fixture = some_good_ones();
  std::vector<std::pair<std::string, std::string>> coming;
  for (arma::uword k = 0; k < 20; ++k) {
    const SearchCheckpoint checkpoint =
        any_checkpoint(90 + k, 1, fixture.rng.uniform(0.7, 0.9), fixture.rng);
    coming.emplace_back(checkpoint_name(checkpoint), encode_checkpoint(checkpoint));
  }
  std::atomic<bool> stop = false;
  const std::filesystem::path where = folder();
  std::jthread others([&] {
    while (!stop) {
      for (const auto& [name, bytes] : coming) {
        std::error_code none;
        write_file(where / (name + ".tmp"), bytes);
        std::filesystem::rename(where / (name + ".tmp"), where / name, none);
      }
      for (const auto& [name, bytes] : coming) {
        std::error_code none;
        std::filesystem::remove(where / name, none);
      }
    }
  });
  std::string problem;
  for (int look = 0; look < 60 && problem.empty(); ++look) {
    try {
      const std::vector<RankedCheckpoint> yours = submission::rank_checkpoints(where.string());
      for (const SearchCheckpoint& stays : fixture.good) {
        const bool there = std::any_of(yours.begin(), yours.end(), [&](const RankedCheckpoint& c) {
          return c.file == checkpoint_name(stays);
        });
        if (!there) problem = checkpoint_name(stays) + " was missing, which is there all the time";
      }
      for (std::size_t k = 1; k < yours.size(); ++k) {
        if (yours[k].validation > yours[k - 1].validation) problem = "a list that is not in order";
      }
    } catch (const NotImplemented&) {
      stop = true;
      throw;
    } catch (const remote::CallFailure&) {
      stop = true;
      throw;
    } catch (const std::exception& error) {
      problem = std::string("an exception: ") + error.what();
    }
  }
  stop = true;
  others.join();
  clear(where);
  for (const SearchCheckpoint& stays : fixture.good) put(stays);
  const bool threw = problem.starts_with("an exception");
  checks::expect_that(problem.empty(), problem, "the files that stay, in order, each time",
                      {.what = "what a master sees in a folder in which files come and go",
                       .why = "Workers write and remove files while the master looks.",
                       .read = kReadOthers,
                       .mistake = threw ? "rank_fails_where_files_vanish" : ""});
}

TEST(RankCheckpoints, ChangesNothing) {
  Fixture fixture = some_good_ones();
  const SearchCheckpoint torn = any_checkpoint(99, 1, 0.9, fixture.rng);
  write_file(folder() / checkpoint_name(torn), "torn");
  write_file(folder() / "half.tmp", "half");
  const std::set<std::string> before = names_in(folder());
  submission::rank_checkpoints(folder().string());
  submission::rank_checkpoints(folder().string());
  checks::expect_that(names_in(folder()) == before && bytes_of(folder() / "half.tmp") == "half",
                      in_words(names_in(folder())), in_words(before),
                      {.what = "the files in the folder after ranking",
                       .why = "The master only reads. What looks like rubbish may be a file that a "
                              "worker is about to rename.",
                       .read = kRead});
}

TEST(RankCheckpoints, RefusesAFolderThatIsNotThere) {
  write_file(folder() / "file", "a file");
  const std::string nowhere = (folder() / "nowhere").string(), file = (folder() / "file").string();
  expect_refusal("a folder that is not there", [&] { submission::rank_checkpoints(nowhere); });
  expect_refusal("a file instead of a folder", [&] { submission::rank_checkpoints(file); });
  expect_refusal("an empty name", [] { submission::rank_checkpoints(""); });
}

}  // namespace
}  // namespace descent::suite
