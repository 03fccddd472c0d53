#include "datasets/digits.hpp"

#include <string_view>

#include "datasets/csv.hpp"

// The assembler copies the file into the object file: at once, where a compiler would have to read
// a long array. DESCENT_DIGITS_CSV is the file's path, from CMakeLists.txt.
asm(".pushsection .rodata.descent_digits, \"a\"\n"
    ".global descent_digits_begin\n"
    ".global descent_digits_end\n"
    "descent_digits_begin:\n"
    ".incbin \"" DESCENT_DIGITS_CSV
    "\"\n"
    "descent_digits_end:\n"
    ".byte 0\n"
    ".popsection\n");

extern "C" const char descent_digits_begin[];
extern "C" const char descent_digits_end[];

namespace descent::datasets {

Dataset digits() {
  const std::string_view text(descent_digits_begin,
                              static_cast<std::size_t>(descent_digits_end - descent_digits_begin));
  return parse_csv(text, "digits.csv (part of the library)", {.classes = 10});
}

Split digits_split(std::uint64_t seed) {
  constexpr arma::uword kTestCount = 360;  // a fifth
  Rng rng(seed);
  return split_at_random(digits(), kTestCount, rng);
}

}  // namespace descent::datasets
