#include "datasets/data_folder.hpp"

#include <cstdlib>

#include "datasets/data_error.hpp"

namespace descent::datasets {

namespace fs = std::filesystem;

namespace {

std::optional<fs::path> folder_in_data(const char* name) {
  const std::optional<fs::path> data = data_folder();
  if (!data || !fs::is_directory(*data / name)) return {};
  return *data / name;
}

}  // namespace

std::optional<fs::path> data_folder() {
  const char* value = std::getenv("DESCENT_DATA");
  if (value == nullptr || *value == '\0') return {};
  const fs::path folder = value;
  std::error_code failure;
  if (!fs::is_directory(folder, failure)) {
    throw DataError(folder, "a folder, because the environment variable DESCENT_DATA names it",
                    fs::exists(folder, failure) ? "something else" : "nothing there",
                    "Correct the variable, or unset it to do without real data.");
  }
  return folder;
}

std::optional<fs::path> cifar10_folder() { return folder_in_data("cifar-10-batches-bin"); }

std::optional<fs::path> mnist_folder() { return folder_in_data("mnist"); }

}  // namespace descent::datasets
