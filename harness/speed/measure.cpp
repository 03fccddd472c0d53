#include "harness/speed/measure.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

#include "harness/wire/exceptions.hpp"

namespace descent::speed {
namespace {

constexpr int kRounds = 6;       // the first one only warms up
constexpr double kEnough = 1.5;  // seconds of computing after which no other round begins
// Below this the clock itself, and whatever the processor does besides, is too large a part.
constexpr double kShortest = 1e-6;

/// What the submission threw instead of being timed.
class Threw : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

double seconds(const LargeInput& input, remote::Binding& binding) {
  const wire::Callbacks none;
  const wire::Bytes reply = binding.call({input.type, input.arguments, none});
  wire::Reader in(reply);
  if (wire::Codec<wire::ReplyKind>::decode(in) == wire::ReplyKind::threw) {
    const auto exception = wire::Codec<wire::TravellingException>::decode(in);
    if (exception.kind == wire::ExceptionKind::not_implemented) {
      throw Threw(fmt::format("{} is not implemented yet.", input.type.name));
    }
    throw Threw(fmt::format("{} threw {}: {}", input.sentence(), wire::name(exception.kind),
                            exception.message));
  }
  const auto all = wire::Codec<std::vector<double>>::decode(in);
  if (all.empty()) throw Threw("The worker measured nothing.");
  return std::max(median(all), kShortest);
}

}  // namespace

double median(std::vector<double> values) {
  if (values.empty()) throw std::invalid_argument("the median of no number");
  std::sort(values.begin(), values.end());
  const std::size_t half = values.size() / 2;
  return values.size() % 2 == 1 ? values[half] : (values[half - 1] + values[half]) / 2;
}

Measured measure(const LargeInput& input, remote::Binding& yours, remote::Binding& reference) {
  Measured result;
  result.exercise = input.type.name;
  result.call = input.sentence();
  result.idea = input.idea;
  try {
    yours.start_test();
    reference.start_test();
    std::vector<double> mine, theirs, ratios;
    double all = 0;
    for (int round = 0; round < kRounds && all < kEnough; ++round) {
      theirs.push_back(seconds(input, reference));
      mine.push_back(seconds(input, yours));
      ratios.push_back(mine.back() / theirs.back());
      all += mine.back() + theirs.back();
    }
    if (ratios.size() > 1) {
      // A worker's first calls get their memory from the kernel, page by page: whoever is quick
      // then takes several times as long as ever after.
      for (std::vector<double>* values : {&mine, &theirs, &ratios}) values->erase(values->begin());
    }
    result.yours = median(mine);
    result.reference = median(theirs);
    result.ratio = median(ratios);
    result.lowest_ratio = *std::min_element(ratios.begin(), ratios.end());
  } catch (const std::exception& failure) {  // a call that failed, a reply that cannot be read
    result.trouble = failure.what();
  }
  return result;
}

}  // namespace descent::speed
