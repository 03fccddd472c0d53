#include "harness/remote/implementation.hpp"

#include <dlfcn.h>

#include <stdexcept>

namespace descent::remote {
namespace {

std::string loader_message() {
  const char* message = dlerror();
  return message ? message : "no reason given";
}

}  // namespace

Implementation::Implementation(const std::filesystem::path& object) {
  void* handle = dlopen(object.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (!handle) throw std::runtime_error("cannot open the shared object: " + loader_message());
  const auto table = reinterpret_cast<TableFunction>(dlsym(handle, kTableSymbol));
  if (!table) throw std::runtime_error("not an object with exercises: " + loader_message());
  table_ = table();
}

const Entry* Implementation::find(std::string_view exercise, std::string_view variant) const {
  for (const Entry& entry : entries()) {
    if (entry.exercise == exercise && entry.variant == variant) return &entry;
  }
  return nullptr;
}

}  // namespace descent::remote
