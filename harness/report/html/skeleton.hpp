#pragma once

#include <array>
#include <string>

namespace descent::report {

/// What a document may have beyond the others.
struct Extras {
  std::string style = {};  ///< CSS that comes after the common style sheet
  bool pictures = false;   ///< it has images, which lie in it themselves (data:)
};

/// A whole HTML document, with its style sheet in it and a policy that lets the browser load
/// nothing and run no script. `title` is text, `body` is HTML.
std::string html_document(const std::string& title, const std::string& body,
                          const Extras& extras = {});

/// A table that folds on narrow screens: what, how many, and the rest of the line. All of it is
/// HTML.
std::string html_table(const std::array<std::string, 3>& columns, const std::string& rows);

/// A row of it.
std::string html_row(const std::string& what, const std::string& how_many, const std::string& rest);

}  // namespace descent::report
