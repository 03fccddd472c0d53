#pragma once

#include <sys/types.h>
#include <termios.h>

#include <chrono>
#include <string>
#include <vector>

namespace descent::cli {

/// A program at a terminal of 80 columns that a test looks at and types on.
class PseudoTerminal {
 public:
  /// Starts it. The first of `words` is the program.
  PseudoTerminal(const std::vector<std::string>& words,
                 const std::vector<std::string>& environment);
  ~PseudoTerminal();
  PseudoTerminal(const PseudoTerminal&) = delete;
  PseudoTerminal& operator=(const PseudoTerminal&) = delete;

  pid_t pid() const { return pid_; }
  void type(const std::string& keys) const;

  /// Whether `text` appears within some time, behind what this has found before. Keeps what was
  /// shown until then in shown().
  bool shows(const std::string& text, std::chrono::seconds patience = std::chrono::seconds(60));
  const std::string& shown() const { return shown_; }

  /// Waits for the end, and returns the status as waitpid() gives it; -1 if it does not come.
  int wait(std::chrono::seconds patience = std::chrono::seconds(20));

  /// How the terminal is set: whether what is typed is shown, and comes line by line.
  bool is_ordinary() const;

 private:
  bool read_more(std::chrono::milliseconds patience);

  int terminal_ = -1;  ///< our side
  int other_ = -1;     ///< the program's side, kept open to be looked at after its end
  pid_t pid_ = -1;
  std::string output_;  ///< what is not yet found
  std::string shown_;
};

}  // namespace descent::cli
