#include "harness/suites/10-search/trainer.hpp"

#include <fmt/format.h>

#include <cmath>

namespace descent::suite {
namespace {

enum Kind : unsigned {
  kMissing,
  kUnreadable,
  kParameters,
  kPoint,
  kNumbers,
  kInPlace,
  kCopied,
  kWrittenLater,
  kReserved,
  kTemporaryName,
  kElsewhere,
  kLeftover,
  kStranger,
  kHandedOn,
  kMovedPoint,
  kPlanted,
};

bool same(const arma::mat& a, const arma::mat& b) {
  return arma::size(a) == arma::size(b) && arma::approx_equal(a, b, "absdiff", 0);
}

bool same(const std::vector<arma::mat>& a, const std::vector<arma::mat>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](const arma::mat& x, const arma::mat& y) { return same(x, y); });
}

double between_0_and_1(double seed) { return std::abs(std::sin(seed)); }

const char* const kSomeonesFile = "some bytes of somebody else";

}  // namespace

Trainer::Trainer(std::filesystem::path folder, arma::uword trial, TrainerOptions options)
    : folder_(std::move(folder)),
      trial_(trial),
      options_(std::move(options)),
      watch_(std::make_shared<FolderWatch>(folder_)) {
  plant();
}

void Trainer::plant() {
  for (const std::string& name : options_.planted) write_file(folder_ / name, kSomeonesFile);
}

TrainTrialEpoch Trainer::train_epoch() {
  return
      [this](const arma::vec& point, arma::uword epoch, const std::vector<arma::mat>& parameters) {
        return train(point, epoch, parameters);
      };
}

TrialEpoch Trainer::right_epoch(const arma::vec& point, arma::uword epoch) const {
  const double e = static_cast<double>(epoch), at = arma::accu(point);
  TrialEpoch outcome;
  outcome.cost = epoch == options_.explodes_in ? options_.exploded : 2 - options_.slope * e;
  // Nothing is in order: neither does validation rise with the epoch, nor test with validation.
  outcome.validation = 0.1 + 0.8 * between_0_and_1(7 * e + 100 * at);
  outcome.test = 1 - outcome.validation;
  const double side = static_cast<double>(options_.side);
  outcome.parameters = {
      arma::reshape(arma::linspace(e, e + at, options_.side * 2), options_.side, 2),
      arma::mat(arma::rowvec{-e, side}), arma::mat(0, 3)};
  return outcome;
}

SearchCheckpoint Trainer::right_checkpoint(const arma::vec& point, arma::uword epoch) const {
  const TrialEpoch outcome = right_epoch(point, epoch);
  return {trial_, epoch, point, outcome.cost, outcome.validation, outcome.test, outcome.parameters};
}

TrialReport Trainer::right_report(const arma::vec& point, const TrialOptions& options) const {
  TrialReport report;
  report.point = point;
  for (arma::uword epoch = 1; epoch <= options.epochs && !report.abandoned; ++epoch) {
    const TrialEpoch outcome = right_epoch(point, epoch);
    report.costs = arma::join_cols(report.costs, arma::vec{outcome.cost});
    report.validations = arma::join_cols(report.validations, arma::vec{outcome.validation});
    report.abandoned =
        !std::isfinite(outcome.cost) || outcome.cost > options.abandon_factor * report.costs(0);
    if (!report.abandoned) report.files.push_back(checkpoint_name(right_checkpoint(point, epoch)));
  }
  return report;
}

void Trainer::complain(unsigned kind, const std::string& sentence) {
  if (!(kinds_ & 1U << kind)) complaints_.push_back(sentence);
  kinds_ |= 1U << kind;
}

void Trainer::look(const arma::vec& point, arma::uword epochs) {
  std::set<std::string> right(options_.planted.begin(), options_.planted.end());
  for (const std::string& name : options_.planted) {
    if (bytes_of(folder_ / name) != kSomeonesFile) {
      complain(kPlanted, "a file of somebody else is gone or changed");
    }
  }
  for (arma::uword epoch = 1; epoch <= epochs; ++epoch) {
    const SearchCheckpoint expected = right_checkpoint(point, epoch);
    const std::string name = checkpoint_name(expected);
    right.insert(name);
    const std::string bytes = bytes_of(folder_ / name);
    const auto found = decode_checkpoint(bytes);
    if (bytes.empty()) {
      complain(kMissing, fmt::format("after epoch {} there is no checkpoint of epoch {} with the "
                                     "name that its contents must give it",
                                     epochs, epoch));
    } else if (!found) {
      complain(kUnreadable, "a checkpoint cannot be decoded");
    } else {
      if (!same(found->parameters, expected.parameters)) {
        complain(kParameters,
                 "a checkpoint holds other parameters than train_epoch returned for that epoch");
      }
      if (!same(found->point, expected.point)) {
        complain(kPoint, "a checkpoint holds another point than the one that was trained");
      }
      if (found->trial != trial_ || found->epoch != epoch ||
          found->validation != expected.validation || found->test != expected.test ||
          std::abs(found->cost - expected.cost) > 0.01) {
        complain(kNumbers, "trial, epoch, cost or an accuracy in a checkpoint is wrong");
      }
    }
  }
  for (const std::string& name : names_in(folder_)) {
    if (right.contains(name)) continue;
    if (is_checkpoint_name(name)) {
      complain(kStranger, "there is a checkpoint called " + name + ", which should not be there");
    } else {
      complain(kLeftover, "a temporary file is left: " + name);
    }
  }
  const FolderNews news = watch_->news();
  const auto check = [&](const std::set<std::string>& names, unsigned kind, const char* what) {
    for (const std::string& name : names) {
      if (right.contains(name)) {
        complain(kind, what + (": " + name));
      } else {
        complain(kTemporaryName,
                 "a file that ends in .ckpt was written, and is none of this "
                 "trial's checkpoints: " +
                     name);
      }
    }
  };
  check(news.written_in_place, kInPlace, "a checkpoint was written under its final name");
  check(news.copied, kCopied, "a checkpoint was copied to its final name, not renamed");
  check(news.written_later, kWrittenLater, "a checkpoint was still written after its renaming");
  check(news.reserved, kReserved, "a final name was there, with other bytes, before its renaming");
  check(news.from_elsewhere, kElsewhere, "a checkpoint was moved in from another folder");
}

void Trainer::look_after(const arma::vec& point, arma::uword epochs) { look(point, epochs); }

TrialEpoch Trainer::train(const arma::vec& point, arma::uword epoch,
                          const std::vector<arma::mat>& parameters) {
  if (epoch <= 1) {
    clear(folder_);
    plant();
    watch_->news();
    complaints_.clear();
    kinds_ = 0;
    if (!parameters.empty()) {
      complain(kHandedOn, "the first epoch was given parameters, where there are none yet");
    }
  } else {
    if (!same(parameters, right_epoch(point, epoch - 1).parameters)) {
      complain(kHandedOn, "an epoch was not given the parameters that the one before it returned");
    }
    look(point, epoch - 1);
  }
  TrialEpoch outcome = right_epoch(point, epoch);
  if (options_.plants_torn_files) {
    const std::string whole = encode_checkpoint(right_checkpoint(point, epoch));
    write_file(folder_ / checkpoint_name(right_checkpoint(point, epoch)),
               whole.substr(0, whole.size() / 2));
    watch_->news();
  }
  outcome.cost += 1e-6 * static_cast<double>(kinds_);
  return outcome;
}

}  // namespace descent::suite
