#include "threshold.h"

#include <algorithm>

namespace lathe {

Interval whole_interval(const Histogram& histogram) {
  return {std::min(0.0, static_cast<double>(histogram.min())), std::max(0.0, static_cast<double>(histogram.max()))};
}

Interval within(const Histogram& histogram, double threshold) {
  const Interval whole = whole_interval(histogram);
  return {std::max(whole.low, -threshold), std::min(whole.high, threshold)};
}

double percentile_threshold(const Histogram& histogram, double percent) {
  const double limit = histogram.absolute_max();
  const double wanted = static_cast<double>(histogram.counted()) * percent / 100;
  double seen = static_cast<double>(histogram.zeros());
  if (seen >= wanted) return 0;
  for (std::size_t bin = 0; bin < Histogram::kBins; ++bin) {
    const double here = static_cast<double>(histogram.folded(bin));
    if (here > 0 && seen + here >= wanted) {
      return std::min(limit, histogram.bin_width() * (static_cast<double>(bin) + (wanted - seen) / here));
    }
    seen += here;
  }
  return limit;
}

Interval percentile_interval(const Histogram& histogram, double percent) {
  const double threshold = percentile_threshold(histogram, percent);
  return threshold > 0 ? within(histogram, threshold) : whole_interval(histogram);
}

double clipped_share(const Histogram& histogram, const Interval& interval) {
  if (histogram.counted() == 0) return 0;
  double beyond = 0;
  for (std::size_t bin = 0; bin < Histogram::kBins; ++bin) {
    const double from = static_cast<double>(bin) * histogram.bin_width();
    if (from >= interval.high) beyond += static_cast<double>(histogram.positive(bin));
    if (from >= -interval.low) beyond += static_cast<double>(histogram.negative(bin));
  }
  return beyond / static_cast<double>(histogram.counted());
}

}  // namespace lathe
