#pragma once

#include <string>

namespace descent::compiler {

/// A compiler's text with Armadillo's and the library's types as a student writes them:
/// arma::Mat<double> is arma::mat, arma::Glue<...> and its like are "an expression of matrices",
/// std::__cxx11::basic_string<char> is std::string; what stands twice ("aka") stands once.
std::string fold(const std::string& text);

/// The same text with arma:: before Armadillo's types, which Clang leaves out within them.
std::string qualified(const std::string& text);

}  // namespace descent::compiler
