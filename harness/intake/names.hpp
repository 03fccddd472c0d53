#pragma once

#include <string>

namespace descent::intake {

/// With small letters, those of ASCII.
std::string lower(std::string text);

/// A name as an id that can stand anywhere: printable UTF-8 stays, every other byte and '%' become
/// %XX. Different names have different ids.
std::string printable_id(const std::string& name);

/// A name as one line that any terminal can show, and not too long a line; not injective.
std::string shown(const std::string& name);

/// "ada.tar.gz" is "ada"; a name without the suffix of an archive stays.
std::string without_archive_suffix(const std::string& name);

}  // namespace descent::intake
