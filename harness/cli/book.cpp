#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <iostream>
#include <regex>
#include <sstream>
#include <system_error>

#include "harness/cli/book_figures.hpp"
#include "harness/cli/commands.hpp"
#include "harness/sandbox/process.hpp"

namespace descent::cli {
namespace {

namespace fs = std::filesystem;

constexpr const char* kInstall =
    "The book is made by mkdocs with its theme Material, and by KaTeX. This installs what is "
    "missing:\n\n    ./descent --with=book book\n";

/// A book is replaced, and an empty folder is filled; whatever else somebody has there stays.
void require_replaceable(const fs::path& out) {
  if (!fs::exists(out)) return;
  if (!fs::is_directory(out)) {
    throw std::invalid_argument(fmt::format("{} is a file: --out wants a folder", out.string()));
  }
  if (!fs::is_empty(out) && !fs::exists(out / "search" / "search_index.json")) {
    throw std::invalid_argument(
        fmt::format("{} holds something that is no book, and would be replaced: name another "
                    "folder with --out",
                    out.string()));
  }
}

void replace(const fs::path& out, const fs::path& by) {
  fs::remove_all(out);
  if (out.has_parent_path()) fs::create_directories(out.parent_path());
  fs::rename(by, out);
}

/// The warnings and errors of mkdocs, without its colours and its progress. (Its --quiet would
/// leave out the warnings, too.)
std::string complaints(const std::string& output) {
  static const std::regex colours("\x1b\\[[0-9;]*m");
  std::istringstream lines(std::regex_replace(output, colours, ""));
  std::string kept;
  for (std::string line; std::getline(lines, line);) {
    if (!line.starts_with("INFO ") && !line.starts_with("DEBUG ")) kept += line + '\n';
  }
  return outcome::printable(kept);
}

int build_site(const course::Course& course, const fs::path& out, const Terminal& terminal) {
  require_replaceable(out);
  // Beside the old one, so that it can take its place in one step.
  const fs::path fresh = out.string() + fmt::format(".new-{}", getpid());
  terminal.progress(terminal.dim("building the book"));
  sandbox::Ended ended;
  try {
    ended = sandbox::run(
        {.arguments = {"mkdocs", "build", "--strict", "--config-file", course.root() / "mkdocs.yml",
                       "--site-dir", fs::absolute(fresh)},
         .folder = course.root()});
  } catch (const std::system_error& error) {
    if (error.code() != std::errc::no_such_file_or_directory) throw;
    terminal.progress("");
    std::cout << "mkdocs is not installed. " << kInstall;
    return kBroken;
  }
  terminal.progress("");
  if (!ended.ok()) {
    fs::remove_all(fresh);
    std::cout << "The book was not built. mkdocs said:\n\n"
              << complaints(ended.output) << '\n'
              << "A link or a formula: mend the page that it names. A theme or a module that is "
                 "not there: "
              << kInstall;
    return kBroken;
  }
  replace(out, fresh);
  const fs::path front = out / "index.html";
  std::cout << terminal.link(front, front.string()) << '\n';
  return kOk;
}

/// mkdocs would only show where in its own code it was when the port was not free.
void require_free(std::uint16_t port) {
  const int probe = socket(AF_INET, SOCK_STREAM, 0);
  const int yes = 1;
  setsockopt(probe, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  const bool free = bind(probe, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
  const std::error_code why(errno, std::generic_category());
  close(probe);
  if (!free) {
    throw std::invalid_argument(
        fmt::format("port {} cannot be used ({}): name another one, --serve {}", port,
                    why.message(), port < 65535 ? port + 1 : 8000));
  }
}

int serve(const course::Course& course, std::uint16_t port) {
  require_free(port);
  const std::string config = course.root() / "mkdocs.yml";
  const std::string address = fmt::format("127.0.0.1:{}", port);
  std::cout << fmt::format(
                   "The book will be at http://{}/, anew whenever a file is saved. Ctrl-C ends it.",
                   address)
            << std::endl;
  fs::current_path(course.root());
  execlp("mkdocs", "mkdocs", "serve", "--config-file", config.c_str(), "--dev-addr",
         address.c_str(), nullptr);
  std::cout << "mkdocs cannot be started: " << std::generic_category().message(errno) << ". "
            << kInstall;
  return kBroken;
}

std::uint16_t port_of(const std::string& words) {
  if (words.empty()) return 8000;
  const bool digits = words.find_first_not_of("0123456789") == std::string::npos;
  const int port = digits && words.size() <= 5 ? std::stoi(words) : 0;
  if (port < 1 || port > 65535) {
    throw std::invalid_argument(
        fmt::format("--serve wants a port from 1 to 65535, and got '{}'", words));
  }
  return static_cast<std::uint16_t>(port);
}

}  // namespace

int book(const course::Course& course, const BookOptions& options, const Terminal& terminal) {
  if (!fs::exists(course.root() / "mkdocs.yml")) {
    throw std::invalid_argument(
        "this course comes without the book's site: its pages are the files in docs/stages");
  }
  if (!options.figures && !options.stages.empty()) {
    throw std::invalid_argument("stages can be named with --figures only: the book is one");
  }
  if (options.figures) {
    const fs::path out =
        options.out.empty() ? course.root() / "docs" / "figures" : fs::path(options.out);
    return draw_figures(course, options.stages, out, terminal);
  }
  if (options.serve) return serve(course, port_of(*options.serve));
  return build_site(course,
                    options.out.empty() ? course.root() / "build" / "book" : fs::path(options.out),
                    terminal);
}

}  // namespace descent::cli
