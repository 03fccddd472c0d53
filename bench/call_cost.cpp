// What it costs that an exercise is called in another process, and not linked: a call through the
// worker, for the smallest arguments and for large ones. Targets: under 20 µs for small matrices,
// under 3 ms for 500 x 500 both ways.

#include <benchmark/benchmark.h>

#include "harness/remote/submission.hpp"
#include "harness/remote/worker.hpp"

namespace {

using namespace descent;

/// A worker with the playground of the tests, already started: its first call is not measured.
void start() {
  auto& session = remote::Session::current();
  const remote::WorkerSettings settings{WORKER, PLAYGROUND, {.test_cpu_seconds = 600}};
  session.bind(std::make_unique<remote::Worker>(settings), nullptr, 1);
  session.start_test("benchmark");
  submission::twice(1);
}

void number(benchmark::State& state) {
  start();
  for (auto _ : state) benchmark::DoNotOptimize(submission::twice(21));
}

/// An n x n matrix there, a number back.
void matrix_there(benchmark::State& state) {
  start();
  const arma::mat matrix(static_cast<arma::uword>(state.range(0)),
                         static_cast<arma::uword>(state.range(0)), arma::fill::ones);
  for (auto _ : state) benchmark::DoNotOptimize(submission::sum(matrix));
}

/// An n x n matrix there and back, as an in-out argument.
void matrix_there_and_back(benchmark::State& state) {
  start();
  const auto n = static_cast<arma::uword>(state.range(0));
  Layer layer{arma::mat(n, n, arma::fill::ones), arma::rowvec(n, arma::fill::ones)};
  for (auto _ : state) submission::update(layer, 0.0);
}

/// A source of random numbers there and back: what every random exercise gets.
void random_source(benchmark::State& state) {
  start();
  Rng rng(1);
  for (auto _ : state) benchmark::DoNotOptimize(submission::draw(rng));
}

/// A call that calls back once: two exchanges.
void callback(benchmark::State& state) {
  start();
  const std::function<int(int)> function = [](int value) { return value; };
  for (auto _ : state) benchmark::DoNotOptimize(submission::nested(function, 1));
}

/// A fresh worker and its first call: what every test pays.
void fresh_worker(benchmark::State& state) {
  start();
  for (auto _ : state) {
    remote::Session::current().start_test("benchmark");
    benchmark::DoNotOptimize(submission::twice(21));
  }
}

BENCHMARK(number)->UseRealTime()->Unit(benchmark::kMicrosecond);
BENCHMARK(matrix_there)->Arg(5)->Arg(50)->Arg(500)->UseRealTime()->Unit(benchmark::kMicrosecond);
BENCHMARK(matrix_there_and_back)
    ->Arg(5)
    ->Arg(50)
    ->Arg(500)
    ->UseRealTime()
    ->Unit(benchmark::kMicrosecond);
BENCHMARK(random_source)->UseRealTime()->Unit(benchmark::kMicrosecond);
BENCHMARK(callback)->UseRealTime()->Unit(benchmark::kMicrosecond);
BENCHMARK(fresh_worker)->UseRealTime()->Unit(benchmark::kMicrosecond);

}  // namespace

BENCHMARK_MAIN();
