#include "harness/course/file_name.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <cctype>
#include <set>

namespace descent::course {
namespace {

TEST(FileName, LeavesOrdinaryIdsAlone) {
  for (const std::string id : {"ada", "ada-lovelace_2", "s123456", "a.b"}) {
    EXPECT_EQ(file_name(id), id);
  }
}

TEST(FileName, IsSafeAndAnotherOneForEveryId) {
  std::vector<std::string> ids = {
      "",   "~",  "~~", ".",    "..", "../x", "a/b", "a\\b",  "a b", "a~b",     "A",   "a",   "-rf",
      "a.", ".a", "λ",  "\xff", "\n", "a\nb", "ab",  "a~20b", "%2e", "con.txt", "a?b", "<x>", "*"};
  for (char c = 1; c < 127; ++c) ids.push_back(std::string("x") + c + "y");
  for (const std::size_t length : {50U, 160U, 161U, 500U, 5000U}) {
    ids.push_back(std::string(length, 'a'));
    ids.push_back(std::string(length, 'a') + "b");
    ids.push_back(std::string(length, '/'));
  }
  std::set<std::string> names;
  for (const std::string& id : std::set<std::string>(ids.begin(), ids.end())) {
    const std::string name = file_name(id);
    EXPECT_TRUE(names.insert(name).second) << name << " stands for two ids";
    EXPECT_FALSE(name.empty());
    EXPECT_LE(name.size(), 160U);
    EXPECT_NE(name.front(), '.');
    EXPECT_NE(name.front(), '-');
    EXPECT_TRUE(std::all_of(name.begin(), name.end(), [](unsigned char c) {
      return std::islower(c) != 0 || std::isdigit(c) != 0 || c == '-' || c == '_' || c == '.' ||
             c == '~';
    })) << name;
  }
  EXPECT_GT(names.size(), 130U);
}

}  // namespace
}  // namespace descent::course
