// When two implementations answered a call alike: what names a known mistake.

#include <gtest/gtest.h>

#include "harness/remote/exercise.hpp"

namespace descent::remote {
namespace {

using Signature = double(const std::function<double(double)>&, const arma::vec&, Rng&, arma::vec&);

// The replies of two implementations to the same call.
bool agree(const std::function<Signature>& one, const std::function<Signature>& other) {
  wire::Callbacks callbacks;
  const std::function<double(double)> half = [](double x) { return x / 2; };
  arma::vec in_out = {1, 2};
  Rng rng(7);
  const Bytes arguments =
      wire::Caller<Signature>::encode(callbacks, half, arma::vec{3, 4, 5}, rng, in_out);
  const wire::Ask ask = [&](std::uint32_t callback, const Bytes& request) {
    return callbacks.at(callback)(wire::Reader(request), {});
  };
  const auto reply = [&](const std::function<Signature>& f) {
    return wire::Callee<Signature>::serve(f, wire::Reader(arguments), ask);
  };
  return internal::Describe<Signature>::agree(arguments, reply(one), reply(other));
}

double draws_once(const std::function<double(double)>& f, const arma::vec& x, Rng& rng,
                  arma::vec&) {
  rng.bits();
  return f(x(0));
}

TEST(Agreement, DoesNotMindHowManyNumbersAreDrawn) {
  EXPECT_TRUE(agree(draws_once, [](const auto& f, const auto& x, Rng& rng, auto&) {
    rng.normal(3, 4);
    return f(x(0));
  }));
}

TEST(Agreement, SeesAGeneratorThatStaysWhereItWas) {
  const auto draws_from_a_copy = [](const auto& f, const auto& x, Rng& rng, auto&) {
    Rng copy = rng;
    copy.bits();
    return f(x(0));
  };
  EXPECT_FALSE(agree(draws_once, draws_from_a_copy));
  EXPECT_TRUE(agree(draws_from_a_copy, draws_from_a_copy));
}

TEST(Agreement, SeesOtherResultsAndOtherInOutArguments) {
  EXPECT_FALSE(agree(draws_once, [](const auto& f, const auto& x, Rng& rng, auto&) {
    rng.bits();
    return f(x(1));
  }));
  EXPECT_FALSE(agree(draws_once, [](const auto& f, const auto& x, Rng& rng, auto& in_out) {
    rng.bits();
    in_out(1) = 9;
    return f(x(0));
  }));
}

}  // namespace
}  // namespace descent::remote
