#include "harness/outcome/manifest.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdlib.h>

#include <fstream>
#include <nlohmann/json.hpp>

namespace descent::outcome {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

json task(const std::string& id, int points = 1) {
  return {
      {"id", id}, {"title", "A title"}, {"points", points}, {"hints", {"a", "b"}}, {"read", "r"}};
}

json good() {
  return {{"stage", "01-things"},       {"title", "Things"},
          {"summary", "One sentence."}, {"source", "a.cpp"},
          {"header", "a.hpp"},          {"tasks", json::array({task("one_thing", 3)})}};
}

class ManifestTest : public testing::Test {
 protected:
  void SetUp() override {
    std::string name = (fs::temp_directory_path() / "descent-manifest-XXXXXX").string();
    ASSERT_NE(mkdtemp(name.data()), nullptr);
    folder_ = name;
    file_ = folder_ / "stage.json";
  }
  void TearDown() override { fs::remove_all(folder_); }

  Manifest read(const std::string& text) {
    std::ofstream(file_) << text;
    return read_manifest(file_);
  }

  /// The error of a manifest, without the file's name, which must stand in front.
  std::string error(const std::string& text) {
    try {
      read(text);
    } catch (const std::runtime_error& error) {
      const std::string message = error.what();
      EXPECT_THAT(message, StartsWith(file_.string() + ": "));
      return message.substr(std::min(message.size(), file_.string().size() + 2));
    }
    return "it was accepted";
  }

  fs::path folder_;
  fs::path file_;
};

TEST_F(ManifestTest, ReadsWhatItSays) {
  json text = good();
  text["tasks"].push_back(task("svm_loss_2", 4));
  text["limits"] = {{"call_seconds", 0.5}, {"memory_mb", 64}};
  const Manifest manifest = read(text.dump());
  EXPECT_EQ(manifest.stage, "01-things");
  EXPECT_EQ(manifest.source, "a.cpp");
  EXPECT_EQ(manifest.points(), 7);
  ASSERT_EQ(manifest.tasks.size(), 2u);
  EXPECT_EQ(manifest.tasks[0].hints, (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(manifest.limits.call_seconds, 0.5);
  EXPECT_EQ(manifest.limits.memory_mb, 64u);
  EXPECT_EQ(manifest.limits.reply_mb, Limits{}.reply_mb) << "what is not given keeps its default";
}

TEST_F(ManifestTest, FindsTasksByIdAndBySuite) {
  json text = good();
  text["tasks"].push_back(task("svm_loss_2"));
  const Manifest manifest = read(text.dump());
  EXPECT_EQ(manifest.find("svm_loss_2"), &manifest.tasks[1]);
  EXPECT_EQ(manifest.find_by_suite("SvmLoss2"), &manifest.tasks[1]);
  EXPECT_EQ(manifest.find("SvmLoss2"), nullptr);
  EXPECT_EQ(manifest.find_by_suite("Svm"), nullptr);
}

TEST_F(ManifestTest, KnowsThePageToRead) {
  const Manifest manifest = read(good().dump());
  EXPECT_EQ(manifest.page("a-heading"), "docs/stages/01-things.md#a-heading");
  EXPECT_EQ(manifest.page(""), "docs/stages/01-things.md");
}

TEST_F(ManifestTest, MustExist) {
  try {
    read_manifest(folder_ / "none.json");
    FAIL() << "nothing was thrown";
  } catch (const std::runtime_error& error) {
    EXPECT_THAT(error.what(), AllOf(HasSubstr("none.json"), HasSubstr("cannot be read")));
  }
}

TEST_F(ManifestTest, MustBeJson) {
  EXPECT_THAT(error("{\"stage\": "),
              AllOf(HasSubstr("no JSON from line 1, column 11"), Not(HasSubstr("parse"))));
  EXPECT_THAT(error(""), HasSubstr("unexpected end of input"));
}

TEST_F(ManifestTest, MustHaveEveryField) {
  for (const std::string field : {"stage", "title", "summary", "source", "header", "tasks"}) {
    json text = good();
    text.erase(field);
    EXPECT_EQ(error(text.dump()), "'" + field + "' is missing in the stage");
  }
  for (const std::string field : {"title", "points", "hints", "read"}) {
    json text = good();
    text["tasks"][0].erase(field);
    EXPECT_EQ(error(text.dump()), "'" + field + "' is missing in the task 'one_thing'");
  }
  json text = good();
  text["tasks"][0].erase("id");
  EXPECT_EQ(error(text.dump()), "'id' is missing in a task");
}

// A limit that is mistyped would not hold, and nobody would know.
TEST_F(ManifestTest, MustHaveNoOtherFields) {
  json text = good();
  text["build_on"] = json::array();
  EXPECT_THAT(error(text.dump()), StartsWith("the stage has no field 'build_on'; there are stage"));
  text = good();
  text["tasks"][0]["hint"] = "a";
  EXPECT_THAT(error(text.dump()), StartsWith("the task 'one_thing' has no field 'hint'"));
  text = good();
  text["limits"] = {{"call_second", 1}};
  EXPECT_THAT(error(text.dump()), StartsWith("'limits' has no field 'call_second'"));
}

TEST_F(ManifestTest, MustHaveNoFieldTwice) {
  std::string text = good().dump();
  const std::string points = "\"points\":";
  const auto at = text.find(points);
  ASSERT_NE(at, std::string::npos);
  text.insert(at, points + "50,");
  EXPECT_THAT(error(text), HasSubstr("'points' is there twice"));
  json two = good();  // the same names in two objects are no mistake
  two["tasks"].push_back(task("another"));
  EXPECT_EQ(read(two.dump()).tasks.size(), 2u);
}

TEST_F(ManifestTest, MustBeAnObject) {
  EXPECT_EQ(error("[]"), "the stage must be an object, {...}; it is a JSON array");
  json text = good();
  text["limits"] = 3;
  EXPECT_EQ(error(text.dump()), "'limits' must be an object, {...}; it is a JSON number");
}

TEST_F(ManifestTest, MustHaveFieldsOfTheRightKind) {
  json text = good();
  text["stage"] = 7;
  EXPECT_THAT(error(text.dump()), AllOf(HasSubstr("must be string"), HasSubstr("is number")));
  text = good();
  text["tasks"] = "all";
  EXPECT_THAT(error(text.dump()), AllOf(HasSubstr("must be array"), HasSubstr("is string")));
  text = good();
  text["tasks"][0]["points"] = "many";
  EXPECT_THAT(error(text.dump()), AllOf(HasSubstr("(/tasks/0/points) type must be number"),
                                        HasSubstr("is string"), Not(HasSubstr("[json"))));
  text = good();
  text["limits"] = {{"memory_mb", "much"}};
  EXPECT_THAT(error(text.dump()), AllOf(HasSubstr("must be number"), HasSubstr("is string")));
}

TEST_F(ManifestTest, MustHaveTasksWithIdsOfTheirOwn) {
  json text = good();
  text["tasks"] = json::array();
  EXPECT_EQ(error(text.dump()), "'tasks' must list at least one task; it is empty");
  text["tasks"] = json::array({task("a"), task("b"), task("a")});
  EXPECT_EQ(error(text.dump()), "two tasks are called 'a'");
  for (const std::string id : {"", "SoftmaxLoss", "softmax-loss", "a b", "../x", "σ"}) {
    text["tasks"] = json::array({task(id)});
    EXPECT_EQ(error(text.dump()), "a task's id is snake_case, not '" + id + "'");
  }
}

// Two ids that differ only in underscores would be judged by one and the same GoogleTest suite.
TEST_F(ManifestTest, MustHaveTasksWithSuitesOfTheirOwn) {
  json text = good();
  text["tasks"] = json::array({task("svm_loss"), task("svm__loss")});
  EXPECT_THAT(error(text.dump()), AllOf(HasSubstr("svm_loss"), HasSubstr("svm__loss")));
}

TEST_F(ManifestTest, MustGiveSensiblePoints) {
  for (const json& points : {json(-1), json(1.5), json(1001), json(1e300)}) {
    json text = good();
    text["tasks"][0]["points"] = points;
    EXPECT_EQ(error(text.dump()),
              "the points of task 'one_thing' must be a whole number from 0 to 1000; it is " +
                  points.dump());
  }
}

TEST_F(ManifestTest, MustNameFilesInItsOwnFolder) {
  for (const char* field : {"source", "header"}) {
    for (const std::string name : {"", "../a.cpp", "/etc/passwd", "folder/a.cpp", ".", ".."}) {
      json text = good();
      text[field] = name;
      EXPECT_THAT(error(text.dump()), AllOf(HasSubstr("names of files in the stage's folder"),
                                            HasSubstr("'" + name + "'")))
          << field;
    }
  }
}

TEST_F(ManifestTest, MustHavePositiveLimits) {
  for (const char* limit :
       {"call_seconds", "silent_seconds", "wall_seconds", "test_cpu_seconds", "memory_mb",
        "reply_mb", "output_kb", "processes", "compile_seconds", "compile_wall_seconds",
        "compile_memory_mb", "compile_files_mb", "compile_output_kb"}) {
    json text = good();
    text["limits"] = {{limit, 0}};
    EXPECT_THAT(error(text.dump()), StartsWith("every limit but 'files_mb' must be greater than 0"))
        << limit;
  }
}

// -1 megabytes would become the largest number there is: no limit at all.
TEST_F(ManifestTest, MustHaveSensibleLimits) {
  for (const char* limit : {"memory_mb", "reply_mb", "compile_memory_mb", "compile_output_kb"}) {
    for (const json& value : {json(-1), json(0.5), json(1e300), json(1 << 21)}) {
      json text = good();
      text["limits"] = {{limit, value}};
      EXPECT_THAT(error(text.dump()), AllOf(HasSubstr(limit), HasSubstr("whole number from 0")))
          << value;
    }
  }
  for (const char* limit : {"call_seconds", "silent_seconds", "wall_seconds", "test_cpu_seconds"}) {
    for (const json& value : {json(-1), json(1e300)}) {
      json text = good();
      text["limits"] = {{limit, value}};
      EXPECT_THAT(error(text.dump()), AllOf(HasSubstr(limit), HasSubstr("number from 0 to 86400")));
    }
  }
}

}  // namespace
}  // namespace descent::outcome
