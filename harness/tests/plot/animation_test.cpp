#include "harness/plot/animation.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdlib.h>

#include <fstream>
#include <iterator>
#include <stdexcept>

namespace descent::plot {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using testing::AllOf;
using testing::HasSubstr;
using testing::StartsWith;

class AnimationTest : public testing::Test {
 protected:
  void SetUp() override {
    std::string name = (fs::temp_directory_path() / "descent-animation-XXXXXX").string();
    ASSERT_NE(mkdtemp(name.data()), nullptr);
    folder_ = name;
  }
  void TearDown() override { fs::remove_all(folder_); }

  std::string read(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }

  std::size_t files() {
    return static_cast<std::size_t>(
        std::distance(fs::directory_iterator(folder_), fs::directory_iterator()));
  }

  fs::path folder_;
};

/// A line that climbs, frame by frame.
void fill(Animation& animation, int frames) {
  for (int i = 0; i < frames; ++i) {
    Figure& figure = animation.frame("Climbing");
    figure.size({300, 200});
    figure.panel({.y = {.range = Range{0, 10}}}).line({1, 2}, {0, 1.0 + i});
  }
}

template <class Call>
std::string message_of(Call call) {
  try {
    call();
  } catch (const std::exception& error) {
    return error.what();
  }
  return "nothing was thrown";
}

/// How many pictures a GIF holds, by walking through its blocks; -1 if it is none.
int pictures_of(const std::string& gif) {
  const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(gif.at(at)); };
  const auto table = [](unsigned flags) -> std::size_t {  // a table of colours, where there is one
    return flags & 0x80 ? std::size_t{3} << ((flags & 7) + 1) : 0;
  };
  if (!gif.starts_with("GIF89a")) return -1;
  int pictures = 0;
  std::size_t at = 13 + table(byte(10));
  const auto skip = [&] {  // chunks of data, up to an empty one
    while (byte(at) != 0) at += byte(at) + std::size_t{1};
    ++at;
  };
  while (byte(at) != 0x3b) {
    if (byte(at) == 0x21) {  // an extension
      at += 2;
    } else {
      if (byte(at) != 0x2c) return -1;
      ++pictures;
      at += 10 + table(byte(at + 9)) + 1;
    }
    skip();
  }
  return pictures;
}

TEST_F(AnimationTest, IsAGifOfItsFramesThatBeginsAgain) {
  Animation animation;
  fill(animation, 4);
  animation.pace(100ms);
  animation.rest(100ms);
  const fs::path saved = animation.save(folder_ / "deep" / "climb");
  EXPECT_EQ(saved, folder_ / "deep/climb.gif");
  const std::string gif = read(saved);
  EXPECT_EQ(pictures_of(gif), 4);
  EXPECT_THAT(gif, HasSubstr("NETSCAPE2.0"));  // the extension that repeats
  EXPECT_EQ(static_cast<unsigned char>(gif.at(6)) + 256 * static_cast<unsigned char>(gif.at(7)),
            300);
  EXPECT_EQ(static_cast<unsigned char>(gif.at(8)) + 256 * static_cast<unsigned char>(gif.at(9)),
            200);
}

TEST_F(AnimationTest, RestsOnItsLastFrame) {
  Animation animation;
  fill(animation, 3);
  animation.pace(50ms);
  animation.rest(200ms);  // four times the last frame
  EXPECT_EQ(pictures_of(read(animation.save(folder_ / "rest"))), 6);
}

TEST_F(AnimationTest, GivesTheSameBytesForTheSameFrames) {
  Animation first, second;
  fill(first, 3);
  fill(second, 3);
  EXPECT_EQ(read(first.save(folder_ / "a")), read(second.save(folder_ / "b")));
}

TEST_F(AnimationTest, LeavesNothingBehindButThePicture) {
  Animation animation;
  fill(animation, 2);
  animation.save(folder_ / "climb");
  EXPECT_EQ(files(), 1U);
}

TEST_F(AnimationTest, CountsItsFramesAndKeepsThemInOrder) {
  Animation animation;
  EXPECT_EQ(animation.frames(), 0U);
  fill(animation, 2);
  EXPECT_EQ(animation.frames(), 2U);
  const std::string script = animation.script("a.gif");
  EXPECT_LT(script.find("\n2 1\n"), script.find("\n2 2\n"));
  EXPECT_THAT(script, HasSubstr("gif animate delay 8 loop 0 size 300,200"));
}

TEST_F(AnimationTest, RefusesWhatCannotMove) {
  Animation empty, two_sizes, hasty, hollow;
  EXPECT_THAT(message_of([&] { empty.save(folder_ / "a"); }), HasSubstr("no frame"));
  fill(two_sizes, 1);
  two_sizes.frame().panel().line({1, 2}, {1, 2});
  EXPECT_THAT(message_of([&] { two_sizes.save(folder_ / "a"); }),
              AllOf(HasSubstr("frame 1"), HasSubstr("640 x 400"), HasSubstr("300 x 200")));
  fill(hasty, 1);
  hasty.pace(5ms);
  EXPECT_THAT(message_of([&] { hasty.save(folder_ / "a"); }), HasSubstr("5 ms"));
  hollow.frame();
  EXPECT_THAT(message_of([&] { hollow.save(folder_ / "a"); }), HasSubstr("no panel"));
  EXPECT_EQ(files(), 0U);
}

TEST_F(AnimationTest, PassesOnWhatGnuplotSays) {
  Animation animation;
  animation.frame().panel({.y = {.range = {{2, 2}}}}).line({1, 2}, {1, 2});
  EXPECT_THAT(message_of([&] { animation.save(folder_ / "a"); }),
              StartsWith("gnuplot could not draw"));
  EXPECT_EQ(files(), 0U);
}

}  // namespace
}  // namespace descent::plot
