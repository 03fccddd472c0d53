// threat: a constant that takes for ever to compute, in steps small enough for the compiler
// expect: build_failed
// twin: not_started

// trick
constexpr unsigned long long spin(unsigned depth) {
  return depth == 0 ? 1 : spin(depth - 1) + spin(depth - 1);
}
template <unsigned n>
struct Spin {
  static constexpr unsigned long long value = spin(17) + Spin<n - 1>::value;
};
template <>
struct Spin<0> {
  static constexpr unsigned long long value = 0;
};
static_assert(Spin<900>::value > 0);
// end of the trick
