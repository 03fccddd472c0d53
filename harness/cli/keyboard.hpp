#pragma once

namespace descent::cli {

/// The keys of a terminal one by one, not shown and without Enter, while this object lives. The
/// terminal is put back as it was at the end, also when a signal ends the program, and while it is
/// stopped with Ctrl-Z. One at a time.
class Keyboard {
 public:
  /// Where standard input is no terminal there are no keys.
  Keyboard();
  ~Keyboard();
  Keyboard(const Keyboard&) = delete;
  Keyboard& operator=(const Keyboard&) = delete;

  bool exists() const { return exists_; }

  static constexpr int kNone = 0;     ///< no key, or one that means nothing here, as an arrow
  static constexpr int kClosed = -1;  ///< the terminal is gone, or Ctrl-D

  /// The key that was pressed, without waiting.
  int read() const;

  /// Forgets what was pressed meanwhile.
  void discard() const;

  /// Whether the program was stopped and goes on, since the last call: what it showed is gone.
  bool was_stopped() const;

 private:
  bool exists_;
};

}  // namespace descent::cli
