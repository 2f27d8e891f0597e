#include "threshold_error.h"

#include <algorithm>
#include <cmath>

namespace lathe {

SquaredError::SquaredError(const Histogram& histogram) : width_(histogram.bin_width()), inverse_(1 / width_) {
  const auto run = [&](auto count_of) {
    std::size_t used = Histogram::kBins;
    while (used > 0 && count_of(used - 1) == 0) --used;
    std::vector<Sums> sums;
    if (used == 0) return sums;
    sums.resize(used + 1);
    for (std::size_t bin = 0; bin < used; ++bin) {
      const double count = static_cast<double>(count_of(bin));
      const double middle = (static_cast<double>(bin) + 0.5) * width_;
      const Sums& before = sums[bin];
      sums[bin + 1] = {before.count + count, before.value + count * middle, before.square + count * middle * middle};
    }
    return sums;
  };
  positive_ = run([&](std::size_t bin) { return histogram.positive(bin); });
  negative_ = run([&](std::size_t bin) { return histogram.negative(bin); });
}

namespace {

/// ⌈x⌉ for 0 ≤ x < 2⁵³, where the library's function is a call for every level of every candidate.
std::size_t ceiling(double x) {
  const auto whole = static_cast<std::size_t>(x);
  return whole + (static_cast<double>(whole) < x ? 1 : 0);
}

/// What rounding can make of a sum of levels.
constexpr double kRounding = 1 + 0x1p-30;

}  // namespace

double SquaredError::of(const Interval& interval, Form form, double bound) const {
  const double threshold = interval.threshold();
  const double step = form == Form::symmetric ? threshold / 127 : (interval.high - interval.low) / 255;
  const Levels up = levels(positive_, step, form == Form::symmetric ? threshold : interval.high);
  const Levels down = levels(negative_, step, form == Form::symmetric ? threshold : -interval.low);
  const double clipped = last_level(up) + last_level(down);
  if (clipped > bound * kRounding) return clipped;
  return all_levels(up) + all_levels(down);
}

SquaredError::Levels SquaredError::levels(const std::vector<Sums>& sums, double step, double end) const {
  if (!(step > 0)) return {sums, 0, 0};
  return {sums, step, static_cast<std::size_t>(std::llround(end / step))};
}

/// How many bins have their middle nearer to a level below this one.
std::size_t SquaredError::first_bin(const Levels& levels, std::size_t level) const {
  if (level == 0) return 0;
  const double border = (static_cast<double>(level) - 0.5) * levels.step;
  // The width is a power of two, by whose inverse multiplying rounds nothing.
  return std::min(levels.sums.size() - 1, ceiling(std::max(0.0, border * inverse_ - 0.5)));
}

double SquaredError::between(const Levels& levels, std::size_t level, std::size_t from, std::size_t to) const {
  const double value = static_cast<double>(level) * levels.step;
  const Sums &a = levels.sums[from], &b = levels.sums[to];
  return (b.square - a.square) - 2 * value * (b.value - a.value) + value * value * (b.count - a.count);
}

double SquaredError::last_level(const Levels& levels) const {
  if (levels.sums.empty()) return 0;
  return between(levels, levels.last, first_bin(levels, levels.last), levels.sums.size() - 1);
}

double SquaredError::all_levels(const Levels& levels) const {
  if (levels.sums.empty()) return 0;
  const std::size_t used = levels.sums.size() - 1;
  double error = 0;
  std::size_t from = 0;
  for (std::size_t level = 0; level <= levels.last && from < used; ++level) {
    const std::size_t to = level < levels.last ? first_bin(levels, level + 1) : used;
    if (to <= from) continue;
    error += between(levels, level, from, to);
    from = to;
  }
  return error;
}

}  // namespace lathe
