#include "harness/tests/cli/pseudo_terminal.hpp"

#include <poll.h>
#include <pty.h>
#include <sys/wait.h>
#include <unistd.h>
#include <utmp.h>

#include <array>
#include <csignal>
#include <stdexcept>
#include <thread>

namespace descent::cli {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

std::vector<char*> pointers(const std::vector<std::string>& strings) {
  std::vector<char*> result;
  for (const std::string& text : strings) result.push_back(const_cast<char*>(text.c_str()));
  result.push_back(nullptr);
  return result;
}

}  // namespace

PseudoTerminal::PseudoTerminal(const std::vector<std::string>& words,
                               const std::vector<std::string>& environment) {
  winsize size{};
  size.ws_row = 40;
  size.ws_col = 80;
  if (openpty(&terminal_, &other_, nullptr, nullptr, &size) != 0) {
    throw std::runtime_error("no pseudo terminal");
  }
  const auto arguments = pointers(words);
  const auto variables = pointers(environment);
  pid_ = fork();
  if (pid_ == 0) {
    close(terminal_);
    login_tty(other_);
    execve(arguments[0], arguments.data(), variables.data());
    _exit(127);
  }
}

PseudoTerminal::~PseudoTerminal() {
  if (pid_ > 0) {
    kill(pid_, SIGKILL);
    waitpid(pid_, nullptr, 0);
  }
  close(terminal_);
  close(other_);
}

void PseudoTerminal::type(const std::string& keys) const {
  if (write(terminal_, keys.data(), keys.size()) < 0) throw std::runtime_error("cannot type");
}

bool PseudoTerminal::read_more(milliseconds patience) {
  pollfd readable{terminal_, POLLIN, 0};
  if (poll(&readable, 1, static_cast<int>(patience.count())) <= 0) return false;
  std::array<char, 1 << 12> chunk{};
  const ssize_t got = read(terminal_, chunk.data(), chunk.size());
  if (got <= 0) return false;
  output_.append(chunk.data(), static_cast<std::size_t>(got));
  return true;
}

bool PseudoTerminal::shows(const std::string& text, std::chrono::seconds patience) {
  const auto deadline = Clock::now() + patience;
  while (true) {
    const auto at = output_.find(text);
    if (at != std::string::npos) {
      shown_ = output_.substr(0, at + text.size());
      output_.erase(0, at + text.size());
      return true;
    }
    if (Clock::now() > deadline) {
      shown_ = output_;
      return false;
    }
    read_more(milliseconds(20));
  }
}

int PseudoTerminal::wait(std::chrono::seconds patience) {
  const auto deadline = Clock::now() + patience;
  int status = 0;
  while (waitpid(pid_, &status, WNOHANG) == 0) {
    if (Clock::now() > deadline) return -1;
    read_more(milliseconds(10));
  }
  pid_ = -1;
  return status;
}

bool PseudoTerminal::is_ordinary() const {
  termios settings{};
  tcgetattr(other_, &settings);
  return (settings.c_lflag & ECHO) != 0 && (settings.c_lflag & ICANON) != 0;
}

}  // namespace descent::cli
