// Known mistakes: the worker and the master.

#include <tuple>

#include "mistakes.hpp"

namespace descent {
namespace {

using namespace mistakes;
namespace fs = std::filesystem;

constexpr auto kWorker = "a-worker";
constexpr auto kWhole = "whole-or-not-at-all";
constexpr auto kMaster = "the-master";
constexpr auto kOthers = "what-else-lies-in-the-folder";

void write_bytes(const fs::path& file, const std::string& bytes) {
  std::ofstream out(file, std::ios::binary);
  out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  out.close();
  if (!out) throw std::runtime_error("cannot write " + file.string());
}

fs::path beside(fs::path file) { return file += ".tmp"; }

void write_right(const fs::path& file, const std::string& bytes) {
  write_bytes(beside(file), bytes);
  fs::rename(beside(file), file);
}

// A worker with parts that can be changed.
struct Worker {
  std::function<void(const fs::path&, const std::string&)> write = write_right;
  /// changes what is stored, and what name it gets
  std::function<void(SearchCheckpoint&)> stored = nullptr;
  std::function<void(SearchCheckpoint&)> named = nullptr;
  Sampler sampler = sample_point;
  bool abandons = true;
  bool says_abandoned = true;
  bool always_three = false;
  bool against_the_previous = false;
  bool writes_the_abandoned = false;
  bool old_parameters = false;    ///< stores those from before the epoch
  bool never_hands_on = false;    ///< every epoch begins without parameters
  bool always_first = false;      ///< every epoch is told that it is the first
  bool from_zero = false;         ///< epochs count from 0
  bool last_only = false;         ///< a checkpoint after the last epoch only
  bool best_only = false;         ///< a checkpoint only where validation is the best so far
  bool removes_the_last = false;  ///< keeps one checkpoint for each trial
  bool new_points = false;        ///< another point for each epoch
  bool checks = true;
};

TrialReport work(const std::string& folder, arma::uword trial, const SearchSpace& space,
                 const TrialOptions& options, const TrainTrialEpoch& train_epoch, Rng& rng,
                 const Worker& how) {
  if (how.checks) require_trial(folder, space, options, train_epoch);
  TrialReport report;
  report.point = how.sampler(space, rng);
  std::vector<arma::mat> parameters;
  double best = -1;
  for (arma::uword k = 1; k <= options.epochs; ++k) {
    const arma::uword epoch = how.from_zero ? k - 1 : k;
    if (how.new_points && k > 1) report.point = how.sampler(space, rng);
    const TrialEpoch outcome =
        train_epoch(report.point, how.always_first ? 1 : epoch,
                    how.never_hands_on ? std::vector<arma::mat>() : parameters);
    report.costs = arma::join_cols(report.costs, arma::vec{outcome.cost});
    report.validations = arma::join_cols(report.validations, arma::vec{outcome.validation});
    const double factor = how.always_three ? 3 : options.abandon_factor;
    bool exploded = abandon_early(report.costs, factor);
    if (how.against_the_previous) {
      exploded =
          !std::isfinite(outcome.cost) || (k > 1 && outcome.cost > factor * report.costs(k - 2));
    }
    exploded = exploded && how.abandons;
    report.abandoned = exploded && how.says_abandoned;
    if (exploded && !how.writes_the_abandoned) break;
    if (how.checks && !exploded) require_validation_accuracy(outcome.validation);
    SearchCheckpoint checkpoint{trial,
                                epoch,
                                report.point,
                                outcome.cost,
                                outcome.validation,
                                outcome.test,
                                outcome.parameters};
    if (how.old_parameters) checkpoint.parameters = parameters;
    parameters = outcome.parameters;
    if (how.stored) how.stored(checkpoint);
    SearchCheckpoint name = checkpoint;
    if (how.named) how.named(name);
    const bool skip =
        (how.last_only && k < options.epochs) || (how.best_only && !(outcome.validation > best));
    best = std::max(best, outcome.validation);
    if (!skip) {
      if (how.removes_the_last && !report.files.empty()) {
        fs::remove(fs::path(folder) / report.files.back());
        report.files.pop_back();
      }
      report.files.push_back(checkpoint_name(name));
      how.write(fs::path(folder) / report.files.back(), encode_checkpoint(checkpoint));
    }
    if (exploded) break;
  }
  return report;
}

#define DESCENT_WORKER_MISTAKE(name, sentence, read, ...)                                       \
  TrialReport name(const std::string& folder, arma::uword trial, const SearchSpace& space,      \
                   const TrialOptions& options, const TrainTrialEpoch& train_epoch, Rng& rng) { \
    Worker how;                                                                                 \
    __VA_ARGS__;                                                                                \
    return work(folder, trial, space, options, train_epoch, rng, how);                          \
  }                                                                                             \
  DESCENT_MISTAKE(run_trial, name, sentence, read)

DESCENT_WORKER_MISTAKE(
    trial_writes_in_place,
    "You write a checkpoint under its final name. Whoever looks, or kills you, in "
    "the middle finds half of it there. Write beside it, close, rename.",
    kWhole, how.write = write_bytes);
DESCENT_WORKER_MISTAKE(
    trial_copies,
    "You write a temporary file, and then copy it to the final name: copying "
    "writes in place. Rename it instead.",
    kWhole, how.write = [](const fs::path& file, const std::string& bytes) {
      write_bytes(beside(file), bytes);
      fs::copy_file(beside(file), file, fs::copy_options::overwrite_existing);
      fs::remove(beside(file));
    });
DESCENT_WORKER_MISTAKE(
    trial_renames_too_early,
    "You rename the file before it is closed: the last bytes are still in the "
    "stream's buffer. Close first.",
    kWhole, how.write = [](const fs::path& file, const std::string& bytes) {
      std::ofstream out(beside(file), std::ios::binary);
      const std::size_t most = std::min<std::size_t>(bytes.size() / 2, 1000);
      out.write(bytes.data(), static_cast<std::streamsize>(bytes.size() - most));
      out.flush();
      out.write(bytes.data() + bytes.size() - most, static_cast<std::streamsize>(most));
      fs::rename(beside(file), file);
    });
DESCENT_WORKER_MISTAKE(
    trial_reserves_the_name,
    "You create the final file first, empty, and fill it by renaming: for a "
    "moment there is a torn checkpoint. The name must appear with its contents.",
    kWhole, how.write = [](const fs::path& file, const std::string& bytes) {
      write_bytes(file, bytes.substr(0, 1));
      write_right(file, bytes);
    });
DESCENT_WORKER_MISTAKE(
    trial_one_temporary_name,
    "All trials use the same temporary name: two workers that write at the same "
    "time mix their bytes. Put the trial, or the whole final name, into it.",
    "temporary-names", how.write = [](const fs::path& file, const std::string& bytes) {
      const fs::path unfinished = file.parent_path() / "unfinished.tmp";
      write_bytes(unfinished, bytes);
      fs::rename(unfinished, file);
    });
DESCENT_WORKER_MISTAKE(
    trial_temporary_checkpoint,
    "Your temporary file ends in .ckpt, too, so a half-written one looks like a "
    "checkpoint.",
    "temporary-names", how.write = [](const fs::path& file, const std::string& bytes) {
      const fs::path unfinished = file.parent_path() / ("tmp-" + file.filename().string());
      write_bytes(unfinished, bytes);
      fs::rename(unfinished, file);
    });
DESCENT_WORKER_MISTAKE(
    trial_leaves_temporary_files, "Your temporary files stay. Rename them, do not link or copy.",
    kWhole, how.write = [](const fs::path& file, const std::string& bytes) {
      write_right(file, bytes);
      write_bytes(beside(file), bytes);
    });
DESCENT_WORKER_MISTAKE(
    trial_ignores_the_stream,
    "If the stream has failed you do not notice: it says nothing by itself. Ask "
    "it after closing, and throw.",
    "streams-fail-silently", how.write = [](const fs::path& file, const std::string& bytes) {
      std::ofstream out(beside(file), std::ios::binary);
      out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
      out.close();
      if (fs::exists(beside(file))) fs::rename(beside(file), file);
    });
DESCENT_WORKER_MISTAKE(
    trial_ignores_renaming,
    "If the renaming fails you do not notice: the form with an error code does not "
    "throw. Look at the code, or use the form without.",
    "streams-fail-silently", how.write = [](const fs::path& file, const std::string& bytes) {
      write_bytes(beside(file), bytes);
      std::error_code ignored;
      fs::rename(beside(file), file, ignored);
      fs::remove(beside(file), ignored);
    });
DESCENT_WORKER_MISTAKE(
    trial_keeps_old_files,
    "Where a file of that name is there already you do not write. It may be torn, "
    "or from another run: replace it.",
    kWhole, how.write = [](const fs::path& file, const std::string& bytes) {
      if (!fs::exists(file)) write_right(file, bytes);
    });
DESCENT_WORKER_MISTAKE(
    trial_removes_half_written_files,
    "You tidy up the temporary files of the folder, those of other workers too: "
    "they are just being written.",
    kWhole, how.write = [](const fs::path& file, const std::string& bytes) {
      write_right(file, bytes);
      std::vector<fs::path> found;
      for (const auto& entry : fs::directory_iterator(file.parent_path())) {
        if (entry.path().extension() == ".tmp") found.push_back(entry.path());
      }
      for (const fs::path& path : found) fs::remove(path);
    });
DESCENT_WORKER_MISTAKE(
    trial_one_checkpoint_only,
    "You remove the checkpoint of the epoch before. Every epoch's stays: the best "
    "one is seldom the last.",
    kWorker, how.removes_the_last = true);
DESCENT_WORKER_MISTAKE(trial_last_epoch_only,
                       "You write a checkpoint after the last epoch only. If the trial is killed "
                       "before that, everything is lost.",
                       kWorker, how.last_only = true);
DESCENT_WORKER_MISTAKE(trial_best_epochs_only,
                       "You write a checkpoint only where the validation accuracy is the best so "
                       "far. Write one after every epoch.",
                       kWorker, how.best_only = true);
DESCENT_WORKER_MISTAKE(
    trial_old_parameters,
    "Your checkpoints hold the parameters from before the epoch: take those that "
    "train_epoch returned.",
    kWorker, how.old_parameters = true);
DESCENT_WORKER_MISTAKE(
    trial_no_parameters, "Your checkpoints hold no parameters.", kWorker,
    how.stored = [](SearchCheckpoint& c) { c.parameters.clear(); });
DESCENT_WORKER_MISTAKE(trial_begins_anew,
                       "You do not hand the parameters on, so every epoch begins a new training.",
                       kWorker, how.never_hands_on = true);
DESCENT_WORKER_MISTAKE(trial_epochs_from_zero, "Your epochs count from 0. The first one is 1.",
                       kWorker, how.from_zero = true);
DESCENT_WORKER_MISTAKE(
    trial_named_from_zero, "The epochs in your checkpoints count from 0. The first one is 1.",
    "the-name-of-a-checkpoint", how.stored = [](SearchCheckpoint& c) { c.epoch -= 1; });
DESCENT_WORKER_MISTAKE(
    trial_named_by_test,
    "You have validation and test accuracy the wrong way round in your "
    "checkpoints: the master will choose by the test set.",
    "the-test-set-decides-nothing",
    how.stored = [](SearchCheckpoint& c) { std::swap(c.validation, c.test); });
DESCENT_WORKER_MISTAKE(
    trial_name_has_the_test_accuracy,
    "The name of your checkpoints carries the test accuracy. It carries the "
    "validation accuracy.",
    "the-name-of-a-checkpoint", how.named = [](SearchCheckpoint& c) { c.validation = c.test; });
DESCENT_WORKER_MISTAKE(
    trial_name_has_the_cost,
    "The name of your checkpoints carries the cost. It carries the validation "
    "accuracy.",
    "the-name-of-a-checkpoint", how.named = [](SearchCheckpoint& c) { c.validation = c.cost; });
DESCENT_WORKER_MISTAKE(
    trial_name_in_percent, "The accuracy in your names is in percent. It is from 0 to 1.",
    "the-name-of-a-checkpoint", how.named = [](SearchCheckpoint& c) { c.validation *= 100; });
DESCENT_WORKER_MISTAKE(
    trial_name_says_not_the_epoch, "All checkpoints of a trial have the same epoch in their name.",
    "the-name-of-a-checkpoint", how.named = [](SearchCheckpoint& c) { c.epoch = 1; });
DESCENT_WORKER_MISTAKE(
    trial_rounds_the_accuracy,
    "You round the accuracy that goes into the file. Rounding is for the name "
    "only, and checkpoint_name does it.",
    "the-name-of-a-checkpoint",
    how.stored = [](SearchCheckpoint& c) { c.validation = std::round(1e6 * c.validation) / 1e6; });
DESCENT_WORKER_MISTAKE(
    trial_stores_logarithms,
    "Your checkpoints hold logarithms of the hyperparameters. They hold the "
    "values themselves.",
    kWorker, how.stored = [](SearchCheckpoint& c) { c.point = arma::log10(arma::abs(c.point)); });
DESCENT_WORKER_MISTAKE(
    trial_stores_no_point,
    "Your checkpoints do not hold the point: nobody will know the "
    "hyperparameters of the best one.",
    kWorker, how.stored = [](SearchCheckpoint& c) { c.point.reset(); });
DESCENT_WORKER_MISTAKE(
    trial_forgets_the_trial, "Your checkpoints are all of trial 0: workers overwrite each other.",
    "the-name-of-a-checkpoint", how.stored = [](SearchCheckpoint& c) { c.trial = 0; });
DESCENT_WORKER_MISTAKE(trial_never_abandons,
                       "You train on though the cost has exploded. Ask abandon_early after every "
                       "epoch.",
                       "give-up-early", how.abandons = false);
DESCENT_WORKER_MISTAKE(trial_does_not_say_abandoned,
                       "You stop where the cost explodes, but the report does not say `abandoned`.",
                       "give-up-early", how.says_abandoned = false);
DESCENT_WORKER_MISTAKE(trial_always_three,
                       "You give up above three times the first cost, whatever "
                       "options.abandon_factor says.",
                       "give-up-early", how.always_three = true);
DESCENT_WORKER_MISTAKE(trial_against_the_previous,
                       "You compare each cost with the one before it. Hand all costs so far to "
                       "abandon_early: the first one counts.",
                       "give-up-early", how.against_the_previous = true);
DESCENT_WORKER_MISTAKE(trial_writes_the_abandoned,
                       "You write a checkpoint for the epoch with which a trial is abandoned. Its "
                       "parameters are worth nothing.",
                       "give-up-early", how.writes_the_abandoned = true);
DESCENT_WORKER_MISTAKE(trial_new_point_each_epoch,
                       "You draw another point for each epoch. A trial has one.", kWorker,
                       how.new_points = true);
DESCENT_WORKER_MISTAKE(trial_all_linear,
                       "Your points are uniform in learning rates, too. Use sample_point.",
                       "uniform-in-the-logarithm", how.sampler = all_linear);
DESCENT_WORKER_MISTAKE(trial_all_logarithmic,
                       "Your points are uniform in the logarithm of dropout rates, too. Use "
                       "sample_point, which looks at the scale of each range.",
                       "which-scale", how.sampler = all_logarithmic);
DESCENT_WORKER_MISTAKE(trial_without_checks,
                       "You do not check the input. Begin with require_trial(...), and ask "
                       "require_validation_accuracy before you write.",
                       "refuse-bad-input", how.checks = false);

#undef DESCENT_WORKER_MISTAKE

TrialReport trial_writes_elsewhere(const std::string& folder, arma::uword trial,
                                   const SearchSpace& space, const TrialOptions& options,
                                   const TrainTrialEpoch& train_epoch, Rng& rng) {
  Worker how;
  how.write = [](const fs::path& file, const std::string& bytes) {
    const fs::path unfinished = file.parent_path() / "unfinished" / file.filename();
    fs::create_directory(unfinished.parent_path());
    write_bytes(unfinished, bytes);
    fs::rename(unfinished, file);
    fs::remove(unfinished.parent_path());
  };
  return work(folder, trial, space, options, train_epoch, rng, how);
}
DESCENT_MISTAKE(run_trial, trial_writes_elsewhere,
                "Your temporary files lie in another folder. If that is on another disk, renaming "
                "fails or becomes a copy; and two workers that make and remove it disturb each "
                "other. Write beside the checkpoint.",
                "temporary-names");

TrialReport trial_own_rng(const std::string& folder, arma::uword trial, const SearchSpace& space,
                          const TrialOptions& options, const TrainTrialEpoch& train_epoch, Rng&) {
  Rng own(trial);
  return run_trial(folder, trial, space, options, train_epoch, own);
}
DESCENT_MISTAKE(run_trial, trial_own_rng,
                "You make an Rng of your own from the number of the trial. The point is drawn from "
                "the rng that you are given: whoever starts the worker seeds it.",
                "a-random-point");

TrialReport trial_copies_rng(const std::string& folder, arma::uword trial, const SearchSpace& space,
                             const TrialOptions& options, const TrainTrialEpoch& train_epoch,
                             Rng& rng) {
  Rng copy = rng;
  return run_trial(folder, trial, space, options, train_epoch, copy);
}
DESCENT_MISTAKE(run_trial, trial_copies_rng,
                "You work with a copy of rng: the next trial has the same point.",
                "a-random-point");

TrialReport trial_one_epoch_less(const std::string& folder, arma::uword trial,
                                 const SearchSpace& space, const TrialOptions& options,
                                 const TrainTrialEpoch& train_epoch, Rng& rng) {
  require_trial(folder, space, options, train_epoch);
  TrialOptions fewer = options;
  fewer.epochs = std::max<arma::uword>(1, options.epochs - 1);
  return run_trial(folder, trial, space, fewer, train_epoch, rng);
}
DESCENT_MISTAKE(run_trial, trial_one_epoch_less,
                "You train one epoch less than options.epochs: < where <= should be?", kWorker);

TrialReport trial_files_with_folder(const std::string& folder, arma::uword trial,
                                    const SearchSpace& space, const TrialOptions& options,
                                    const TrainTrialEpoch& train_epoch, Rng& rng) {
  TrialReport report = run_trial(folder, trial, space, options, train_epoch, rng);
  for (std::string& file : report.files) file = folder + "/" + file;
  return report;
}
DESCENT_MISTAKE(run_trial, trial_files_with_folder,
                "The files in your report have the folder in front. Their names alone are wanted: "
                "folders are called otherwise on other machines.",
                "the-name-of-a-checkpoint");

// A master with parts that can be changed.
using Before = std::function<bool(const RankedCheckpoint&, const RankedCheckpoint&)>;

bool better(const RankedCheckpoint& a, const RankedCheckpoint& b) {
  return std::tuple(-a.validation, a.trial, a.epoch) < std::tuple(-b.validation, b.trial, b.epoch);
}

std::string read_all(const fs::path& file) {
  std::error_code vanished;
  if (!fs::is_regular_file(file, vanished)) return {};
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

// What a master thinks of one file: its checkpoint, or nothing.
using Reader = std::function<std::optional<RankedCheckpoint>(const fs::path&)>;

RankedCheckpoint line_of(const std::string& name, const SearchCheckpoint& c) {
  return {name, c.trial, c.epoch, c.point, c.cost, c.validation, c.test};
}

std::optional<RankedCheckpoint> read_right(const fs::path& file) {
  const auto checkpoint = decode_checkpoint(read_all(file));
  const std::string name = file.filename().string();
  if (!checkpoint || name != checkpoint_name(*checkpoint)) return std::nullopt;
  return line_of(name, *checkpoint);
}

std::vector<RankedCheckpoint> rank_with(const std::string& folder, const Reader& reader,
                                        const Before& before) {
  require_folder(folder);
  std::vector<RankedCheckpoint> ranked;
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (const auto line = reader(entry.path())) ranked.push_back(*line);
  }
  // In a fixed order first, so that ties in a wrong rule come out the same each time.
  std::sort(ranked.begin(), ranked.end(),
            [](const auto& a, const auto& b) { return a.file < b.file; });
  std::stable_sort(ranked.begin(), ranked.end(), before);
  return ranked;
}

#define DESCENT_ORDER_MISTAKE(name, sentence, read, ...)          \
  std::vector<RankedCheckpoint> name(const std::string& folder) { \
    return rank_with(folder, read_right, __VA_ARGS__);            \
  }                                                               \
  DESCENT_MISTAKE(rank_checkpoints, name, sentence, read)

DESCENT_ORDER_MISTAKE(rank_lowest_first,
                      "Your list begins with the lowest accuracy. The highest is the best.",
                      "higher-is-better",
                      [](const auto& a, const auto& b) { return better(b, a); });
DESCENT_ORDER_MISTAKE(rank_by_test,
                      "You rank by test accuracy. Then the test set has chosen, and nothing honest "
                      "is left to report.",
                      "the-test-set-decides-nothing", [](const auto& a, const auto& b) {
                        return (std::isnan(b.test) ? -1 : b.test) <
                               (std::isnan(a.test) ? -1 : a.test);
                      });
DESCENT_ORDER_MISTAKE(
    rank_by_cost,
    "You rank by training cost. The lowest belongs to whoever has learned most by "
    "heart: the validation accuracy decides.",
    kMaster, [](const auto& a, const auto& b) { return a.cost < b.cost; });
DESCENT_ORDER_MISTAKE(
    rank_by_name,
    "You sort the names as text: then the trial decides, which stands first. Sort "
    "by the accuracy, as a number.",
    "the-name-of-a-checkpoint", [](const auto& a, const auto& b) { return a.file > b.file; });
DESCENT_ORDER_MISTAKE(rank_by_trial, "Your list is in the order of the trials.", kMaster,
                      [](const auto& a, const auto& b) {
                        return std::tie(a.trial, a.epoch) < std::tie(b.trial, b.epoch);
                      });
DESCENT_ORDER_MISTAKE(rank_by_epoch,
                      "Your list begins with the latest epochs. Longest trained is not best: the "
                      "validation accuracy decides.",
                      kMaster, [](const auto& a, const auto& b) { return a.epoch > b.epoch; });
DESCENT_ORDER_MISTAKE(
    rank_by_rounded_accuracy,
    "You compare accuracies as they stand in the names, rounded to six digits. The "
    "exact ones are in the files.",
    "the-name-of-a-checkpoint", [](const auto& a, const auto& b) {
      const auto rounded = [](const RankedCheckpoint& c) { return std::round(1e6 * c.validation); };
      return std::tuple(-rounded(a), a.trial, a.epoch) < std::tuple(-rounded(b), b.trial, b.epoch);
    });
DESCENT_ORDER_MISTAKE(
    rank_in_single_precision,
    "You read the accuracies in single precision (float): nearly equal ones become "
    "equal. Use double.",
    "the-name-of-a-checkpoint", [](const auto& a, const auto& b) {
      const auto single = [](const RankedCheckpoint& c) {
        return static_cast<float>(c.validation);
      };
      return std::tuple(-single(a), a.trial, a.epoch) < std::tuple(-single(b), b.trial, b.epoch);
    });
DESCENT_ORDER_MISTAKE(
    rank_later_epoch_first,
    "Of equal accuracies you put the later epoch first. The earlier one costs less "
    "training.",
    kMaster, [](const auto& a, const auto& b) {
      return std::tuple(-a.validation, a.trial, b.epoch) <
             std::tuple(-b.validation, b.trial, a.epoch);
    });
DESCENT_ORDER_MISTAKE(rank_epoch_before_trial,
                      "Of equal accuracies you compare the epochs first. The lower trial comes "
                      "first, then the earlier epoch.",
                      kMaster, [](const auto& a, const auto& b) {
                        return std::tuple(-a.validation, a.epoch, a.trial) <
                               std::tuple(-b.validation, b.epoch, b.trial);
                      });
DESCENT_ORDER_MISTAKE(rank_ties_as_text,
                      "Of equal accuracies you compare the names as text: trial 10000 comes before "
                      "9999 then. Compare numbers.",
                      "the-name-of-a-checkpoint", [](const auto& a, const auto& b) {
                        return std::tie(b.validation, a.file) < std::tie(a.validation, b.file);
                      });

#undef DESCENT_ORDER_MISTAKE

#define DESCENT_READER_MISTAKE(name, sentence, read, ...)         \
  std::vector<RankedCheckpoint> name(const std::string& folder) { \
    return rank_with(folder, __VA_ARGS__, better);                \
  }                                                               \
  DESCENT_MISTAKE(rank_checkpoints, name, sentence, read)

// What a name says, without a look into the file.
std::optional<RankedCheckpoint> read_name(const std::string& name) {
  unsigned long trial = 0, epoch = 0;
  double validation = 0;
  int end = 0;
  if (std::sscanf(name.c_str(), "trial-%lu_epoch-%lu_val-%lf.ckpt%n", &trial, &epoch, &validation,
                  &end) != 3 ||
      static_cast<std::size_t>(end) != name.size()) {
    return std::nullopt;
  }
  return RankedCheckpoint{name, trial, epoch, {}, 0, validation, 0};
}

DESCENT_READER_MISTAKE(
    rank_believes_names,
    "You believe the names and do not look into the files: torn ones are ranked, "
    "too. decode_checkpoint says which are whole.",
    kOthers, [](const fs::path& file) -> std::optional<RankedCheckpoint> {
      const std::string name = file.filename().string();
      if (const auto line = read_right(file)) return line;
      return read_name(name);
    });
DESCENT_READER_MISTAKE(rank_believes_contents,
                       "You do not compare a file's name with its contents: copies and temporary "
                       "files that are whole are ranked, too. Ask checkpoint_name.",
                       kOthers, [](const fs::path& file) -> std::optional<RankedCheckpoint> {
                         const auto checkpoint = decode_checkpoint(read_all(file));
                         if (!checkpoint) return std::nullopt;
                         return line_of(file.filename().string(), *checkpoint);
                       });
DESCENT_READER_MISTAKE(
    rank_looks_at_the_extension,
    "You take every whole file that ends in .ckpt. A copy that somebody has "
    "renamed is none of yours: its name must be checkpoint_name of its contents.",
    kOthers, [](const fs::path& file) -> std::optional<RankedCheckpoint> {
      const auto checkpoint = decode_checkpoint(read_all(file));
      if (!checkpoint || file.extension() != ".ckpt") return std::nullopt;
      return line_of(file.filename().string(), *checkpoint);
    });
DESCENT_READER_MISTAKE(rank_stops_at_torn_files,
                       "A torn file makes you throw. Pass over it: the others still count.",
                       kOthers, [](const fs::path& file) -> std::optional<RankedCheckpoint> {
                         const std::string name = file.filename().string();
                         if (read_name(name) && fs::is_regular_file(file) &&
                             !decode_checkpoint(read_all(file))) {
                           throw std::runtime_error("torn: " + name);
                         }
                         return read_right(file);
                       });
DESCENT_READER_MISTAKE(
    rank_stops_at_foreign_files,
    "A file that is no checkpoint makes you throw. Pass over it: many things lie "
    "in a folder.",
    kOthers, [](const fs::path& file) -> std::optional<RankedCheckpoint> {
      const std::string name = file.filename().string();
      if (fs::is_regular_file(file) && !read_name(name)) {
        throw std::runtime_error("what is this: " + name);
      }
      return read_right(file);
    });
DESCENT_READER_MISTAKE(rank_stops_at_folders,
                       "You read a folder as if it were a file: it can be opened, but reading it "
                       "throws. Ask entry.is_regular_file(error) first.",
                       kOthers, [](const fs::path& file) -> std::optional<RankedCheckpoint> {
                         std::ifstream in(file, std::ios::binary);
                         const std::string bytes{std::istreambuf_iterator<char>(in), {}};
                         const auto checkpoint = decode_checkpoint(bytes);
                         const std::string name = file.filename().string();
                         if (!checkpoint || name != checkpoint_name(*checkpoint)) {
                           return std::nullopt;
                         }
                         return line_of(name, *checkpoint);
                       });
DESCENT_READER_MISTAKE(rank_fails_where_files_vanish,
                       "A file that has vanished since you saw its name makes you throw. Pass over "
                       "it: workers may remove and rename files at any time.",
                       kOthers, [](const fs::path& file) -> std::optional<RankedCheckpoint> {
                         const bool folder = fs::is_directory(file);
                         const auto size = folder ? 0 : fs::file_size(file);  // throws
                         if (!folder && size == 0) return std::nullopt;
                         return read_right(file);
                       });
DESCENT_READER_MISTAKE(rank_reads_words,
                       "You read the files with >>, which leaves out white space: nothing is whole "
                       "then. Read all bytes (std::istreambuf_iterator, or read).",
                       kMaster, [](const fs::path& file) -> std::optional<RankedCheckpoint> {
                         std::ifstream in(file, std::ios::binary);
                         std::string bytes, word;
                         while (in >> word) bytes += word + " ";
                         const auto checkpoint = decode_checkpoint(bytes);
                         if (!checkpoint) return std::nullopt;
                         return line_of(file.filename().string(), *checkpoint);
                       });
DESCENT_READER_MISTAKE(
    rank_rounds_the_accuracy,
    "You report the accuracy from the name, rounded to six digits. Report the one "
    "in the file.",
    "the-name-of-a-checkpoint", [](const fs::path& file) -> std::optional<RankedCheckpoint> {
      auto line = read_right(file);
      if (line) line->validation = std::round(1e6 * line->validation) / 1e6;
      return line;
    });
DESCENT_READER_MISTAKE(rank_swaps_accuracies,
                       "You have validation and test accuracy the wrong way round in your list.",
                       "the-test-set-decides-nothing",
                       [](const fs::path& file) -> std::optional<RankedCheckpoint> {
                         auto line = read_right(file);
                         if (line) std::swap(line->validation, line->test);
                         return line;
                       });
DESCENT_READER_MISTAKE(
    rank_forgets_the_point,
    "Your list does not tell the points: nobody will know the hyperparameters of "
    "the best one.",
    kMaster, [](const fs::path& file) -> std::optional<RankedCheckpoint> {
      auto line = read_right(file);
      if (line) line->point.reset();
      return line;
    });
DESCENT_READER_MISTAKE(rank_full_paths,
                       "Your list has the folder in front of each name. Names alone are wanted.",
                       kMaster, [](const fs::path& file) -> std::optional<RankedCheckpoint> {
                         auto line = read_right(file);
                         if (line) line->file = file.string();
                         return line;
                       });

#undef DESCENT_READER_MISTAKE

std::vector<RankedCheckpoint> rank_believes_names_only(const std::string& folder) {
  require_folder(folder);
  std::vector<RankedCheckpoint> ranked;
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (const auto line = read_name(entry.path().filename().string())) ranked.push_back(*line);
  }
  std::sort(ranked.begin(), ranked.end(), better);
  return ranked;
}
DESCENT_MISTAKE(rank_checkpoints, rank_believes_names_only,
                "You take everything from the names: point, cost and the exact accuracy are in the "
                "file, and whether it is whole.",
                "the-name-of-a-checkpoint");

std::vector<RankedCheckpoint> rank_in_subfolders(const std::string& folder) {
  require_folder(folder);
  std::vector<RankedCheckpoint> ranked;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (const auto line = read_right(entry.path())) ranked.push_back(*line);
  }
  std::sort(ranked.begin(), ranked.end(), better);
  return ranked;
}
DESCENT_MISTAKE(rank_checkpoints, rank_in_subfolders,
                "You also look into folders below. What lies there belongs to another search.",
                kOthers);

std::vector<RankedCheckpoint> rank_last_epochs(const std::string& folder) {
  std::vector<RankedCheckpoint> all = rank_checkpoints(folder), kept;
  for (const RankedCheckpoint& c : all) {
    const bool last = std::none_of(all.begin(), all.end(), [&](const RankedCheckpoint& other) {
      return other.trial == c.trial && other.epoch > c.epoch;
    });
    if (last) kept.push_back(c);
  }
  return kept;
}
DESCENT_MISTAKE(rank_checkpoints, rank_last_epochs,
                "You rank only the last epoch of each trial. The best one is often earlier.",
                kMaster);

std::vector<RankedCheckpoint> rank_best_of_each_trial(const std::string& folder) {
  std::vector<RankedCheckpoint> kept;
  for (const RankedCheckpoint& c : rank_checkpoints(folder)) {
    const bool known = std::any_of(kept.begin(), kept.end(), [&](const RankedCheckpoint& other) {
      return other.trial == c.trial;
    });
    if (!known) kept.push_back(c);
  }
  return kept;
}
DESCENT_MISTAKE(rank_checkpoints, rank_best_of_each_trial,
                "You rank only the best epoch of each trial. All checkpoints are wanted: two good "
                "epochs of one trial can make an ensemble.",
                kMaster);

std::vector<RankedCheckpoint> rank_top_ten(const std::string& folder) {
  std::vector<RankedCheckpoint> all = rank_checkpoints(folder);
  if (all.size() > 10) all.resize(10);
  return all;
}
DESCENT_MISTAKE(rank_checkpoints, rank_top_ten,
                "You return the ten best only. All checkpoints are wanted.", kMaster);

std::vector<RankedCheckpoint> rank_nothing_is_an_error(const std::string& folder) {
  std::vector<RankedCheckpoint> all = rank_checkpoints(folder);
  if (all.empty()) throw std::runtime_error("no checkpoints");
  return all;
}
DESCENT_MISTAKE(rank_checkpoints, rank_nothing_is_an_error,
                "A folder without checkpoints makes you throw. The workers may not have begun: an "
                "empty list.",
                kMaster);

std::vector<RankedCheckpoint> rank_drops_equals(const std::string& folder) {
  std::vector<RankedCheckpoint> all = rank_checkpoints(folder);
  all.erase(std::unique(all.begin(), all.end(),
                        [](const auto& a, const auto& b) { return a.validation == b.validation; }),
            all.end());
  return all;
}
DESCENT_MISTAKE(
    rank_checkpoints, rank_drops_equals,
    "Of checkpoints with equal accuracies you keep one: is there a std::map or std::set "
    "with the accuracy as its key?",
    kMaster);

std::vector<RankedCheckpoint> rank_without_checks(const std::string& folder) {
  std::error_code none;
  if (!fs::is_directory(folder, none)) return {};
  return rank_checkpoints(folder);
}
DESCENT_MISTAKE(
    rank_checkpoints, rank_without_checks,
    "A folder that is not there gives an empty list: nobody will notice the slip of the "
    "pen. Begin with require_folder(folder).",
    "refuse-bad-input");

}  // namespace
}  // namespace descent
