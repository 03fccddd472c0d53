#include "harness/suites/10-search/folder_watch.hpp"

#include <sys/inotify.h>
#include <unistd.h>

#include <array>
#include <cstring>
#include <fstream>
#include <map>
#include <stdexcept>

namespace descent::suite {

FolderWatch::FolderWatch(std::filesystem::path folder)
    : folder_(std::move(folder)), fd_(inotify_init1(IN_NONBLOCK | IN_CLOEXEC)) {
  if (fd_ < 0 || inotify_add_watch(fd_, folder_.c_str(),
                                   IN_CREATE | IN_MODIFY | IN_MOVED_FROM | IN_MOVED_TO) < 0) {
    throw std::runtime_error("cannot watch " + folder_.string() + ": " + std::strerror(errno));
  }
}

FolderWatch::~FolderWatch() { close(fd_); }

FolderNews FolderWatch::news() {
  struct Story {
    bool moved_in = false, written_before = false, written_after = false;
  };
  FolderNews news;
  std::map<std::string, Story> stories;
  std::map<std::uint32_t, std::string> moved_from;
  alignas(inotify_event) std::array<char, 1 << 16> buffer;
  for (ssize_t size = 0; (size = read(fd_, buffer.data(), buffer.size())) > 0;) {
    for (const char* at = buffer.data(); at < buffer.data() + size;) {
      const auto* event = reinterpret_cast<const inotify_event*>(at);
      at += sizeof(inotify_event) + event->len;
      if (event->len == 0) continue;
      const std::string name = event->name;
      if (event->mask & IN_MOVED_FROM) moved_from[event->cookie] = name;
      if (!is_checkpoint_name(name)) {
        if (event->mask & (IN_CREATE | IN_MOVED_TO)) news.temporary.insert(name);
        continue;
      }
      Story& story = stories[name];
      if (event->mask & IN_MODIFY) {
        (story.moved_in ? story.written_after : story.written_before) = true;
      }
      if (event->mask & IN_MOVED_TO) {
        story.moved_in = true;
        if (!moved_from.contains(event->cookie)) news.from_elsewhere.insert(name);
      }
    }
  }
  for (const auto& [name, story] : stories) {
    if (story.written_after) news.written_later.insert(name);
    if (!story.written_before) continue;
    auto& what = story.moved_in           ? news.reserved
                 : news.temporary.empty() ? news.written_in_place
                                          : news.copied;
    what.insert(name);
  }
  return news;
}

std::set<std::string> names_in(const std::filesystem::path& folder) {
  std::set<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    names.insert(entry.path().filename().string());
  }
  return names;
}

std::string bytes_of(const std::filesystem::path& file) {
  std::error_code vanished;
  if (!std::filesystem::is_regular_file(file, vanished)) return {};
  std::ifstream in(file, std::ios::binary | std::ios::ate);
  if (!in) return {};
  std::string bytes(static_cast<std::size_t>(in.tellg()), '\0');
  in.seekg(0).read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  bytes.resize(static_cast<std::size_t>(in.gcount()));
  return bytes;
}

void write_file(const std::filesystem::path& file, const std::string& bytes) {
  std::ofstream out(file, std::ios::binary);
  out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  if (!out.flush()) throw std::runtime_error("cannot write " + file.string());
}

void clear(const std::filesystem::path& folder) {
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    std::filesystem::remove_all(entry.path());
  }
}

std::string in_words(const std::set<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
  return text.empty() ? "nothing" : text;
}

bool is_checkpoint_name(const std::string& name) {
  return name.size() > 5 && name.ends_with(".ckpt");
}

}  // namespace descent::suite
