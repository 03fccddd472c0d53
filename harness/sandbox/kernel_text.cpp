#include "harness/sandbox/kernel_text.hpp"

#include <fstream>
#include <ios>
#include <iterator>

namespace descent::sandbox {

std::string kernel_text(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  try {
    return {std::istreambuf_iterator<char>(in), {}};
  } catch (const std::ios_base::failure&) {  // a buffer's own, whatever the stream's exceptions()
    return "";
  }
}

}  // namespace descent::sandbox
