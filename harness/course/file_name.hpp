#pragma once

#include <string>

namespace descent::course {

/// A name for the files about the student `id`, without an ending: letters, digits and "-_.~" only,
/// never more than 160 bytes, never hidden, the same for every call and another one for every id,
/// also where the file system does not tell capital letters from small ones. It can stand in a URL
/// as it is. Ordinary ids ("ada", "ada-lovelace_2") are their own names.
std::string file_name(const std::string& id);

}  // namespace descent::course
