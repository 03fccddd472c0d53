#include "harness/wire/call.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "harness/support/not_implemented.hpp"
#include "harness/tests/wire/samples.hpp"

namespace descent::wire {
namespace {

using samples::Pair;
using testing::HasSubstr;

/// A call from end to end in one process: what two processes do, without the wire between them.
template <class Signature, class Function, class... Args>
auto call(const Function& function, Args&&... args) {
  Callbacks callbacks;
  const Bytes request = Caller<Signature>::encode(callbacks, args...);
  const Ask ask = [&](std::uint32_t number, const Bytes& arguments) {
    return callbacks.at(number)(Reader(arguments), Ask());
  };
  const Bytes reply = Callee<Signature>::serve(function, Reader(request), ask);
  return Caller<Signature>::decode(reply, args...);
}

TEST(Call, ReturnsWhatTheFunctionReturns) {
  const arma::mat x{{1, 2}, {3, 4}};
  double factor = 2;
  const arma::mat y = call<arma::mat(const arma::mat&, double)>(
      [](const arma::mat& m, double f) -> arma::mat { return f * m; }, x, factor);
  EXPECT_TRUE(arma::approx_equal(y, 2 * x, "absdiff", 0));
}

TEST(Call, WorksWithoutArgumentsAndWithoutAResult) {
  int calls = 0;
  call<void()>([&] { ++calls; });
  EXPECT_EQ(calls, 1);
}

TEST(Call, CopiesInOutArgumentsBackAndNoOthers) {
  arma::mat weights = arma::ones(2, 2);
  arma::mat by_value = arma::ones(2, 2);
  Pair pair{1, 2};
  double rate = 0.5;
  call<void(arma::mat&, arma::mat, Pair&, const double&)>(
      [](arma::mat& w, arma::mat copy, Pair& p, const double& r) {
        w.set_size(3, 1);
        w.fill(r);
        copy.zeros();
        p.right = 7;
      },
      weights, by_value, pair, rate);
  EXPECT_EQ(arma::size(weights), arma::size(3, 1));
  EXPECT_EQ(weights(2), 0.5);
  EXPECT_EQ(by_value(0), 1);
  EXPECT_EQ(pair.left, 1);
  EXPECT_EQ(pair.right, 7);
}

TEST(Call, RefusesAFunctionThatChangesWhatItOnlyBorrows) {
  using Signature = double(double, const arma::mat&, arma::mat&, const std::vector<int>&);
  const arma::mat x = arma::ones(3, 2);
  arma::mat y = arma::ones(1, 1);
  const std::vector<int> labels{1, 2};
  const auto calling = [&](auto&& change) -> std::string {
    try {
      call<Signature>(
          [&](double, const arma::mat& m, arma::mat& out, const std::vector<int>& l) {
            out.zeros(2, 2);  // what is in-out may change
            change(const_cast<arma::mat&>(m), const_cast<std::vector<int>&>(l));
            return 0.0;
          },
          1.0, x, y, labels);
    } catch (const std::logic_error& e) {
      return e.what();
    }
    return "";
  };
  EXPECT_EQ(calling([](arma::mat&, std::vector<int>&) {}), "");
  EXPECT_EQ(calling([](arma::mat& m, std::vector<int>&) { m(0, 0) = m(0, 0) + 1 - 1; }), "");
  EXPECT_THAT(calling([](arma::mat& m, std::vector<int>&) { m(2, 1) += 1e-16 + 1e-15; }),
              HasSubstr("argument 2 is const, and was changed"));
  EXPECT_THAT(calling([](arma::mat& m, std::vector<int>&) { m.reshape(2, 3); }),
              HasSubstr("argument 2"));
  EXPECT_THAT(calling([](arma::mat&, std::vector<int>& l) { l.push_back(3); }),
              HasSubstr("argument 4"));
}

TEST(Call, LeavesInOutArgumentsAsTheyWereWhereTheFunctionThrows) {
  int value = 1;
  EXPECT_THROW(call<void(int&)>(
                   [](int& v) {
                     v = 2;
                     throw std::runtime_error("no");
                   },
                   value),
               std::runtime_error);
  EXPECT_EQ(value, 1);
}

TEST(Call, ServesCallbacksWhileItRuns) {
  std::vector<double> asked;
  std::function<double(double, arma::vec&)> objective = [&](double x, arma::vec& gradient) {
    asked.push_back(x);
    gradient = {2 * x};
    return x * x;
  };
  const double least = call<double(const std::function<double(double, arma::vec&)>&)>(
      [](const std::function<double(double, arma::vec&)>& f) {
        arma::vec gradient;
        double x = 4;
        for (int i = 0; i < 3; ++i) {
          f(x, gradient);
          x -= 0.25 * gradient(0);
        }
        return f(x, gradient);
      },
      objective);
  EXPECT_EQ(asked, (std::vector<double>{4, 2, 1, 0.5}));
  EXPECT_EQ(least, 0.25);
}

TEST(Call, TellsSeveralCallbacksApart) {
  std::function<int()> one = [] { return 1; };
  std::function<int()> two = [] { return 2; };
  using F = const std::function<int()>&;
  EXPECT_EQ((call<int(F, F)>([](F f, F g) { return 10 * g() + f(); }, one, two)), 21);
}

TEST(Call, PassesExceptionsOfCallbacksThrough) {
  std::function<int()> fails = []() -> int { throw std::domain_error("outside"); };
  using F = const std::function<int()>&;
  EXPECT_EQ((call<int(F)>(
                [](F f) {
                  try {
                    return f();
                  } catch (const std::domain_error&) {
                    return 5;
                  }
                },
                fails)),
            5);
  EXPECT_THROW((call<int(F)>([](F f) { return f(); }, fails)), std::domain_error);
}

TEST(Call, AnEmptyCallbackArrivesEmpty) {
  using F = const std::function<int()>&;
  EXPECT_TRUE(call<bool(F)>([](F f) { return !f; }, std::function<int()>()));
  EXPECT_FALSE(call<bool(F)>([](F f) { return !f; }, std::function<int()>([] { return 1; })));
}

TEST(Call, RefusesACallbackKeptBeyondTheCall) {
  std::function<int()> one = [] { return 1; };
  std::function<int()> kept;
  using F = const std::function<int()>&;
  call<void(F)>([&](F f) { kept = f; }, one);
  EXPECT_THROW(kept(), std::logic_error);
}

/// Whatever is thrown on one side, and caught on the other.
template <class E>
std::string caught_message(const E& thrown) {
  try {
    call<void()>([&] { throw thrown; });
  } catch (const E& error) {
    return error.what();
  } catch (...) {
    return "it came as something else";
  }
  return "nothing came";
}

TEST(Exceptions, ArriveAsTheStandardTypeThatTheyAre) {
  EXPECT_EQ(caught_message(std::invalid_argument("why")), "why");
  EXPECT_EQ(caught_message(std::domain_error("why")), "why");
  EXPECT_EQ(caught_message(std::length_error("why")), "why");
  EXPECT_EQ(caught_message(std::out_of_range("why")), "why");
  EXPECT_EQ(caught_message(std::logic_error("why")), "why");
  EXPECT_EQ(caught_message(std::range_error("why")), "why");
  EXPECT_EQ(caught_message(std::overflow_error("why")), "why");
  EXPECT_EQ(caught_message(std::underflow_error("why")), "why");
  EXPECT_EQ(caught_message(std::runtime_error("why")), "why");
  EXPECT_THROW(call<void()>([] { throw std::bad_alloc(); }), std::bad_alloc);
}

TEST(Exceptions, TellWhichExerciseIsNotWritten) {
  try {
    call<void()>([] { throw NotImplemented("softmax_loss"); });
    FAIL() << "nothing was thrown";
  } catch (const NotImplemented& error) {
    EXPECT_EQ(error.exercise(), "softmax_loss");
  }
}

TEST(Exceptions, OfOtherKindsArriveAsRuntimeErrors) {
  struct Own : std::exception {
    const char* what() const noexcept override { return "my own"; }
  };
  try {
    call<void()>([] { throw Own(); });
    FAIL() << "nothing was thrown";
  } catch (const std::runtime_error& error) {
    EXPECT_THAT(error.what(), HasSubstr("my own"));
  }
  EXPECT_THROW(call<void()>([] { throw 42; }), std::runtime_error);
}

TEST(Exceptions, OfUnknownKindAreRefused) {
  for (int kind = static_cast<int>(ExceptionKind::not_standard) + 1; kind < 256; ++kind) {
    EXPECT_THROW(rethrow({static_cast<ExceptionKind>(kind), "text"}), DecodeError) << kind;
  }
}

TEST(Replies, AreRefusedWhenTorn) {
  using Signature = arma::mat(Pair&);
  Pair pair{1, 2};
  Callbacks none;
  const Bytes request = Caller<Signature>::encode(none, pair);
  const Bytes reply = Callee<Signature>::serve([](Pair&) -> arma::mat { return arma::ones(2, 2); },
                                               Reader(request), Ask());
  for (std::size_t size = 0; size < reply.size(); ++size) {
    const Bytes torn(reply.begin(), reply.begin() + static_cast<std::ptrdiff_t>(size));
    EXPECT_THROW(Caller<Signature>::decode(torn, pair), DecodeError) << size;
  }
  Bytes long_reply = reply;
  long_reply.push_back(std::byte{0});
  EXPECT_THROW(Caller<Signature>::decode(long_reply, pair), DecodeError);
  Bytes unknown = reply;
  unknown[0] = std::byte{9};
  EXPECT_THROW(Caller<Signature>::decode(unknown, pair), DecodeError);
}

TEST(Requests, AreRefusedWhenTornAndTheFunctionIsNotCalled) {
  using Signature = void(const arma::mat&, int);
  Callbacks none;
  const Bytes request = Caller<Signature>::encode(none, arma::ones(2, 2), 3);
  const auto never = [](const arma::mat&, int) { FAIL() << "called"; };
  for (std::size_t size = 0; size < request.size(); ++size) {
    EXPECT_THROW(Callee<Signature>::serve(never, Reader(std::span(request).first(size)), Ask()),
                 DecodeError);
  }
  Bytes longer = request;
  longer.push_back(std::byte{0});
  EXPECT_THROW(Callee<Signature>::serve(never, Reader(longer), Ask()), DecodeError);
}

}  // namespace
}  // namespace descent::wire
