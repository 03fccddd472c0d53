#pragma once

#include <armadillo>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "harness/suites/10-search/folder_watch.hpp"
#include "harness/suites/10-search/spaces.hpp"

namespace descent::suite {

/// What a trainer does beside training.
struct TrainerOptions {
  arma::uword explodes_in = 0;  ///< the epoch whose cost is `exploded`; 0: none
  double exploded = arma::datum::nan;
  double slope = 0.1;                     ///< by how much the cost falls in an epoch
  bool plants_torn_files = false;         ///< under the name of the checkpoint that is to come
  std::vector<std::string> planted = {};  ///< others' files in the folder, which must stay
  arma::uword side = 3;                   ///< of the first parameter matrix
};

/// A train_epoch for run_trial whose every result is known beforehand, and which looks into the
/// folder at the beginning of each epoch: is all of the epochs before it there, whole, and nothing
/// else? What it finds wrong is also told to the caller of train_epoch, as a slightly different
/// cost: so whoever writes wrong files gets other results, and can be told apart by them.
class Trainer {
 public:
  Trainer(std::filesystem::path folder, arma::uword trial, TrainerOptions options = {});

  /// Valid as long as the trainer lives. The first epoch begins anew, in an empty folder (save for
  /// what is planted).
  TrainTrialEpoch train_epoch();

  /// What was found wrong since the last first epoch; the same again for a folder as it is after
  /// `epochs` epochs have ended.
  [[nodiscard]] const std::vector<std::string>& complaints() const { return complaints_; }
  void look_after(const arma::vec& point, arma::uword epochs);

  /// What must come of a trial at this point.
  [[nodiscard]] TrialEpoch right_epoch(const arma::vec& point, arma::uword epoch) const;
  [[nodiscard]] SearchCheckpoint right_checkpoint(const arma::vec& point, arma::uword epoch) const;
  [[nodiscard]] TrialReport right_report(const arma::vec& point, const TrialOptions& options) const;

 private:
  TrialEpoch train(const arma::vec& point, arma::uword epoch,
                   const std::vector<arma::mat>& parameters);
  void look(const arma::vec& point, arma::uword epochs);
  void complain(unsigned kind, const std::string& sentence);
  void plant();

  std::filesystem::path folder_;
  arma::uword trial_;
  TrainerOptions options_;
  std::shared_ptr<FolderWatch> watch_;
  std::vector<std::string> complaints_;
  unsigned kinds_ = 0;  ///< a bit for each kind of complaint
};

}  // namespace descent::suite
