#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

/// Text from a submission, made harmless for the medium that shows it. Each function takes any
/// bytes. Besides what is special in its own medium, each also takes away control characters,
/// terminal escapes, turns of the direction of writing and broken UTF-8 (outcome::printable), and
/// breaks what a GitHub runner would obey if the file were printed in a job's log: a line that
/// begins with "::", and "##[" anywhere.
namespace descent::report {

/// For the text and for double-quoted attributes of HTML 5 and XML 1.0.
std::string html(const std::string& text);

/// For running text and table cells of GitHub's Markdown: one line, nothing in it is markup, a
/// link or a mention.
std::string markdown(const std::string& text);

/// One cell of a CSV file (RFC 4180): one line, quoted where needed. What a spreadsheet would
/// compute is kept from it by a leading apostrophe, save for plain numbers.
std::string csv_cell(const std::string& text);

/// For places that show plain text.
std::string plain(const std::string& text);

/// The first `most` bytes of `text`, never half a character, and how many are left out.
std::string beginning(const std::string& text, std::size_t most);

/// The whole text of a JSON file, UTF-8, two blanks of indentation, a newline at the end.
std::string json_text(const nlohmann::ordered_json& json);

}  // namespace descent::report
