// Tables as spreadsheets and people write them. The first three bytes are the options.

#include "datasets/csv.hpp"
#include "datasets/data_error.hpp"
#include "harness/tests/fuzz/require.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace descent;
  if (size < 3) return 0;
  datasets::CsvOptions options;
  options.label_column = data[0] - 128;
  options.separator = data[1] % 3 == 0 ? ',' : data[1] % 3 == 1 ? ';' : '\t';
  options.classes = data[2] % 11;
  if (data[1] > 127) options.label_name = "label";
  const std::string_view text(reinterpret_cast<const char*>(data) + 3, size - 3);
  try {
    const datasets::Dataset read = datasets::parse_csv(text, "fuzzed", options);
    fuzz::require(read.inputs.n_rows == read.labels.n_elem && !read.inputs.is_empty(),
                  "there is a label for each example");
    fuzz::require(read.inputs.is_finite(), "inputs are finite");
    fuzz::require(read.labels.max() < read.classes, "labels are classes");
  } catch (const datasets::DataError&) {
  }
  return 0;
}
