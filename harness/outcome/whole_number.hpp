#pragma once

#include <concepts>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <utility>

namespace descent::outcome {

/// A field of a JSON object that must be a whole number. Any number may stand there, and get<int>()
/// would cut 4.5 off, wrap 4294967300 around to 4, and make anything of 1e300. Throws
/// std::invalid_argument for what is no whole number, or none that the type can hold; and what at()
/// throws where the field is missing.
template <std::integral Whole, class Json>
Whole whole_number(const Json& object, const char* field) {
  const Json& value = object.at(field);
  const bool fits =
      value.is_number_unsigned()
          ? std::in_range<Whole>(value.template get<std::uint64_t>())
          : value.is_number_integer() && std::in_range<Whole>(value.template get<std::int64_t>());
  if (!fits) {
    const std::string came = value.is_number() ? value.dump() : value.type_name();
    throw std::invalid_argument("a whole number was expected as '" + std::string(field) + "', " +
                                came + " came");
  }
  return value.template get<Whole>();
}

}  // namespace descent::outcome
