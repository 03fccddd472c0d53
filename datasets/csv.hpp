#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "datasets/dataset.hpp"

namespace descent::datasets {

struct CsvOptions {
  /// The column of the labels, counted from 0; negative: from the end, so that -1 is the last.
  int label_column = -1;
  /// The label column's name in the header; where it is given, it decides, and not the number.
  std::string label_name = {};
  /// What stands between the cells.
  char separator = ',';
  /// Labels must be below this; 0: as many classes as the largest label asks for.
  arma::uword classes = 0;
};

/// Numbers in lines. All columns but the one of the labels become inputs, in their order. The first
/// line is a header if none of its cells is a number. Spaces and one pair of double quotes around a
/// cell, blank lines, CRLF line ends and a byte order mark do no harm; a separator inside quotes is
/// not supported. `file` names the source in errors.
/// Throws DataError on a cell that is no finite number, a line with too few or too many cells, a
/// label that is no whole number from 0 on or not below `classes`, a label column that does not
/// exist, or if there is no example or no input column.
Dataset parse_csv(std::string_view text, const std::filesystem::path& file,
                  const CsvOptions& options = {});

/// The same from a file; throws as read_file does, too.
Dataset load_csv(const std::filesystem::path& file, const CsvOptions& options = {});

}  // namespace descent::datasets
