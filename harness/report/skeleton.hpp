#pragma once

#include <string>

namespace descent::report {

/// A whole HTML document, with its style sheet in it and a policy that lets the browser load
/// nothing and run no script. `title` is text, `body` is HTML.
std::string html_document(const std::string& title, const std::string& body);

}  // namespace descent::report
