// threat: templates that double with every level
// expect: build_failed
// says: stopped at its limits
// twin: not_started

// trick
template <int n, int m>
struct Bomb {
  enum { value = Bomb<n - 1, 2 * m>::value + Bomb<n - 1, 2 * m + 1>::value };
};
template <int m>
struct Bomb<0, m> {
  enum { value = 1 };
};
static const int bomb = Bomb<28, 1>::value;
// end of the trick
