#include "threshold_error.h"

#include <algorithm>
#include <cmath>

namespace lathe {

SquaredError::SquaredError(const Histogram& histogram) : width_(histogram.bin_width()) {
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

double SquaredError::of(const Interval& interval, Form form) const {
  const double threshold = interval.threshold();
  const double step = form == Form::symmetric ? threshold / 127 : (interval.high - interval.low) / 255;
  if (!(step > 0)) return side(positive_, 0, 0) + side(negative_, 0, 0);
  return side(positive_, step, form == Form::symmetric ? threshold : interval.high) +
         side(negative_, step, form == Form::symmetric ? threshold : -interval.low);
}

/// Levels at 0, step, 2 · step, … up to `end`, each for the bins whose middle is nearest to it.
double SquaredError::side(const std::vector<Sums>& sums, double step, double end) const {
  if (sums.empty()) return 0;
  const std::size_t used = sums.size() - 1;
  const std::size_t last = step > 0 ? static_cast<std::size_t>(std::llround(end / step)) : 0;
  double error = 0;
  std::size_t from = 0;
  for (std::size_t level = 0; level <= last && from < used; ++level) {
    const double value = static_cast<double>(level) * step;
    std::size_t to = used;
    if (level < last) {
      const double border = (static_cast<double>(level) + 0.5) * step;
      to = std::min(used, static_cast<std::size_t>(std::ceil(std::max(0.0, border / width_ - 0.5))));
    }
    if (to <= from) continue;
    const Sums &a = sums[from], &b = sums[to];
    error += (b.square - a.square) - 2 * value * (b.value - a.value) + value * value * (b.count - a.count);
    from = to;
  }
  return error;
}

}  // namespace lathe
