// threat: changes locale and streams of the process that writes the answers
// expect: passed
// twin: passed

#include <clocale>
#include <iostream>
#include <locale>

#include "losses.hpp"

namespace descent {

arma::uvec bin_targets(const arma::vec& targets, const arma::vec& edges) {
  // trick
  struct Commas : std::numpunct<char> {
    char do_decimal_point() const override { return ','; }
    std::string do_grouping() const override { return "\1"; }
  };
  std::locale::global(std::locale(std::locale::classic(), new Commas));
  std::setlocale(LC_ALL, "");
  std::cout.rdbuf(nullptr);
  std::cerr.exceptions(std::ios::badbit | std::ios::failbit);
  // end of the trick
  // honest
}

}  // namespace descent
