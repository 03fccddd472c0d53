#include "harness/report/charts.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace descent::report {
namespace {

// In units of the drawing, which is as wide as the page or as 36rem: small enough for the text to
// be read on a phone.
constexpr double kWidth = 400, kHeight = 170, kFoot = 34, kHead = 18, kGap = 4;

std::string bar(double x, double width, double height, const Bin& bin) {
  const double y = kHeight - kFoot - height;
  std::string text = fmt::format(
      "<rect class=\"bar\" x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.1f}\" height=\"{:.1f}\"/>",
      x + kGap / 2, y, width - kGap, height);
  if (bin.students > 0) {
    text += fmt::format(
        "<text class=\"count\" x=\"{:.1f}\" y=\"{:.1f}\" text-anchor=\"middle\">{}</text>",
        x + width / 2, y - 4, bin.students);
  }
  return text + '\n';
}

std::string tick(double x, int points, const char* anchor) {
  return fmt::format("<text x=\"{:.1f}\" y=\"{:.1f}\" text-anchor=\"{}\">{}</text>\n", x,
                     kHeight - kFoot + 14, anchor, points);
}

}  // namespace

std::string points_chart(const ClassStatistics& all, int points) {
  int most = 1;
  for (const Bin& bin : all.bins) most = std::max(most, bin.students);
  const double width = kWidth / static_cast<double>(all.bins.size());
  std::string text = fmt::format(
      "<svg class=\"chart\" viewBox=\"0 0 {:.0f} {:.0f}\" role=\"img\" "
      "aria-label=\"How many students have how many points\">\n",
      kWidth, kHeight);
  for (std::size_t i = 0; i < all.bins.size(); ++i) {
    const double x = width * static_cast<double>(i);
    text += bar(x, width, (kHeight - kFoot - kHead) * all.bins[i].students / most, all.bins[i]);
    text += tick(x, all.bins[i].from, i == 0 ? "start" : "middle");
  }
  text += tick(kWidth, points, "end");
  text +=
      fmt::format("<line class=\"axis\" x1=\"0\" x2=\"{0:.0f}\" y1=\"{1:.1f}\" y2=\"{1:.1f}\"/>\n",
                  kWidth, kHeight - kFoot);
  text += fmt::format("<text x=\"{:.0f}\" y=\"{:.0f}\" text-anchor=\"middle\">points</text>\n",
                      kWidth / 2, kHeight - 4);
  return text + "</svg>\n";
}

std::string rate_bar(const TaskStatistics& task) {
  const double all = std::max(task.students, 1);
  const double failed = 100 * task.failed / all, rest = 100 * task.not_started / all;
  return fmt::format(
      "<svg class=\"rate\" viewBox=\"0 0 100 1\" preserveAspectRatio=\"none\" aria-hidden=\"true\">"
      "<rect class=\"bar\" width=\"{:.2f}\" height=\"1\"/>"
      "<rect class=\"rest\" x=\"{:.2f}\" width=\"{:.2f}\" height=\"1\"/></svg>",
      failed, failed, rest);
}

}  // namespace descent::report
