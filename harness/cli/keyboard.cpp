#include "harness/cli/keyboard.hpp"

#include <fcntl.h>
#include <poll.h>
#include <termios.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>

namespace descent::cli {
namespace {

// What the handlers need, which know nothing else. Everything they call may be called in a handler.
termios at_first{};
termios key_by_key{};
volatile sig_atomic_t stopped = 0;

constexpr std::array<int, 5> kDeadly = {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGABRT};

void put_back() {
  tcsetattr(STDIN_FILENO, TCSANOW, &at_first);
  constexpr char kPlain[] = "\033[0m\r\n";
  static_cast<void>(!write(STDOUT_FILENO, kPlain, sizeof kPlain - 1));
}

void end(int signal) {
  put_back();
  std::signal(signal, SIG_DFL);
  raise(signal);  // it is blocked until this returns; then it ends the program, as it should
}

void stop(int) {
  const int error = errno;
  put_back();
  raise(SIGSTOP);
  tcsetattr(STDIN_FILENO, TCSANOW, &key_by_key);  // here it goes on
  stopped = 1;
  errno = error;
}

void handle(int signal, void (*handler)(int)) {
  struct sigaction action {};
  action.sa_handler = handler;
  sigemptyset(&action.sa_mask);
  sigaction(signal, &action, nullptr);
}

/// What was typed first and not read yet; kNone if there is nothing.
int next_byte() {
  pollfd typed{STDIN_FILENO, POLLIN, 0};
  if (poll(&typed, 1, 0) <= 0) return Keyboard::kNone;
  unsigned char byte = 0;
  const ssize_t got = ::read(STDIN_FILENO, &byte, 1);
  if (got < 0 && errno == EINTR) return Keyboard::kNone;
  return got == 1 ? byte : Keyboard::kClosed;
}

}  // namespace

Keyboard::Keyboard()
    : exists_(isatty(STDIN_FILENO) == 1 && tcgetattr(STDIN_FILENO, &at_first) == 0) {
  if (!exists_) return;
  key_by_key = at_first;
  key_by_key.c_lflag &= ~static_cast<tcflag_t>(ICANON | ECHO);
  key_by_key.c_cc[VMIN] = 0;
  key_by_key.c_cc[VTIME] = 0;
  for (const int signal : kDeadly) handle(signal, end);
  handle(SIGTSTP, stop);
  tcsetattr(STDIN_FILENO, TCSANOW, &key_by_key);
}

Keyboard::~Keyboard() {
  if (!exists_) return;
  tcsetattr(STDIN_FILENO, TCSANOW, &at_first);
  for (const int signal : kDeadly) handle(signal, SIG_DFL);
  handle(SIGTSTP, SIG_DFL);
}

int Keyboard::read() const {
  constexpr int kControlD = 4;
  constexpr int kEscape = 27;
  const int key = next_byte();
  if (key == kControlD) return kClosed;
  if (key != kEscape) return key;
  // An arrow or its like: ESC [ digits and a letter, or ESC O and a letter.
  int byte = next_byte();
  if (byte == '[' || byte == 'O') {
    do {
      byte = next_byte();
    } while (byte > 0 && (byte < '@' || byte > '~'));
  }
  return byte == kClosed ? kClosed : kNone;
}

void Keyboard::discard() const {
  if (exists_) tcflush(STDIN_FILENO, TCIFLUSH);
}

bool Keyboard::was_stopped() const {
  const bool was = stopped != 0;
  stopped = 0;
  return was;
}

}  // namespace descent::cli
