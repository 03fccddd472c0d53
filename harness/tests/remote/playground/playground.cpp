#include "playground.hpp"

#include <fcntl.h>
#include <signal.h>
#include <sys/socket.h>
#include <unistd.h>

#include <ctime>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <thread>

#include "harness/wire/variants.hpp"

namespace descent {

Everything echo(const Everything& everything) { return everything; }

double sum(const arma::mat& matrix) { return arma::accu(matrix); }

void update(Layer& layer, double learning_rate) {
  layer.weights -= learning_rate;
  layer.bias.zeros();
}

double draw(Rng& rng) { return rng.uniform(); }

double minimize(const Objective& objective, arma::mat start, double step) {
  arma::mat gradient;
  double value = 0;
  for (int i = 0; i < 100; ++i) {
    value = objective(start, gradient);
    start -= step * gradient;
  }
  return value;
}

int twice(int value) { return 2 * value; }

int nested(const std::function<int(int)>& callback, int depth) { return callback(depth) + 1; }

void save(const std::string& file, const std::string& text) {
  if (std::ofstream out(file + ".part"); !(out << text) || !out.flush()) {
    throw std::runtime_error("cannot write " + file);
  }
  std::filesystem::rename(file + ".part", file);
}

std::string load(const std::string& file) {
  std::ifstream in(file);
  if (!in) throw std::runtime_error("cannot read " + file);
  return {std::istreambuf_iterator<char>(in), {}};
}

namespace {

void save_without_end(const std::string& file, const std::string& text) {
  std::ofstream(file) << text.substr(0, text.size() - 1);
}
DESCENT_MISTAKE(save, save_without_end, "You forget the last letter.", "whole");

void save_in_place(const std::string& file, const std::string& text) {
  std::ofstream(file) << text;
}
DESCENT_MISTAKE(save, save_in_place, "You write into the file itself.", "whole");

double sum_of_magnitudes(const arma::mat& matrix) { return arma::accu(arma::abs(matrix)); }
DESCENT_MISTAKE(sum, sum_of_magnitudes, "You add magnitudes.", "signs");

double sum_that_counts(const arma::mat& matrix) { return static_cast<double>(matrix.n_elem); }
DESCENT_MISTAKE(sum, sum_that_counts, "You count the entries.", "signs");

int nested_without_one(const std::function<int(int)>& callback, int depth) {
  return callback(depth);
}
DESCENT_MISTAKE(nested, nested_without_one, "You forget to add 1.", "add-one");

int endless_recursion(int n) {
  volatile int local[64] = {n};
  return local[0] + endless_recursion(n + 1) + local[1];
}

double write_to_checker() {
  const std::string garbage(1 << 12, 'x');
  return static_cast<double>(write(3, garbage.data(), garbage.size()));
}

std::vector<double> hoard() {
  std::vector<double> all;
  for (;;) all.resize(all.size() + (1 << 24), 1.0);
}

}  // namespace

double misbehave(const std::string& how, const arma::mat& matrix) {
  volatile int zero = 0;
  if (how == "out of bounds") return matrix(matrix.n_rows, 0);
  if (how == "segmentation fault") return *reinterpret_cast<volatile double*>(8 + zero);
  if (how == "heap overflow") {
    std::vector<double> values(matrix.n_elem);
    double* first = values.data();
    first[matrix.n_elem + static_cast<arma::uword>(zero)] = 1;
    return first[0];
  }
  if (how == "integer overflow") return static_cast<double>(2147483647 + (1 - zero) * 1);
  if (how == "signed overflow") {
    volatile int most = 2147483647;
    return static_cast<double>(most + 1);
  }
  if (how == "recursion") return endless_recursion(0);
  if (how == "divide") return (100 + zero) / zero;  // GCC turns 1 / x into a comparison
  if (how == "no return") __builtin_trap();         // as Clang ends such a function
  if (how == "abort") std::abort();
  if (how == "exit") std::exit(0);
  if (how == "_Exit") std::_Exit(0);
  if (how == "loop") {
    for (;;) zero = zero + 1;
  }
  if (how == "sleep") std::this_thread::sleep_for(std::chrono::hours(1));
  if (how == "compute") {
    const std::clock_t started = std::clock();
    while (std::clock() - started < CLOCKS_PER_SEC / 40) {
    }
    return 0;
  }
  if (how == "nap") std::this_thread::sleep_for(std::chrono::milliseconds(200));
  if (how == "throw much") throw std::domain_error(std::string(std::size_t{1} << 24, 'x'));
  if (how == "hoard") return hoard().front();
  if (how == "throw int") throw 42;
  if (how == "throw domain_error") throw std::domain_error("not in the domain");
  if (how == "not implemented") throw NotImplemented("misbehave");
  if (how == "fork") return static_cast<double>(fork());
  if (how == "thread") std::thread([] {}).join();
  if (how == "shell") return std::system("true");
  if (how == "kill parent") return static_cast<double>(kill(getppid(), SIGTERM));
  if (how == "socket") return static_cast<double>(socket(AF_INET, SOCK_STREAM, 0));
  if (how == "read file") return static_cast<double>(open("/etc/passwd", O_RDONLY));
  if (how == "write file")
    return static_cast<double>(open("/tmp/descent-was-here", O_CREAT | O_WRONLY, 0600));
  if (how == "list folder") return static_cast<double>(open("/", O_RDONLY | O_DIRECTORY));
  if (how == "own maps") return static_cast<double>(open("/proc/self/maps", O_RDONLY));
  if (how == "environment")
    return environ && environ[0] ? static_cast<double>(std::string(environ[0]).size()) : 0;
  if (how == "garbage") return write_to_checker();
  if (how == "close socket") {
    close(3);
    for (;;) pause();
  }
  if (how == "count") {
    static int calls = 0;
    return ++calls;
  }
  if (how == "print") {
    std::cout << "printed with \033[31mcout\n";
    std::printf("printed with printf\n");
    return 0;
  }
  if (how == "flood") {
    for (int i = 0; i < 100'000; ++i) std::cout << "a line of a flood of lines\n";
    return 7;
  }
  return arma::accu(matrix);
}

}  // namespace descent
