// The interval of the least mean squared error.
#include <limits>

#include "threshold_error.h"

namespace lathe {

namespace {

constexpr int kCandidates = 1024;
/// The ends of an asymmetric interval are moved one after the other; from the third time on nothing moves any more.
constexpr int kRounds = 3;

}  // namespace

Interval mse_interval(const Histogram& histogram, Form form) {
  const double limit = histogram.absolute_max();
  const Interval whole = whole_interval(histogram);
  if (limit == 0) return whole;
  const SquaredError error(histogram);
  Interval best = whole;
  double least = std::numeric_limits<double>::infinity();
  // From the widest down, so that the widest of equals wins.
  const auto consider = [&](const Interval& interval) {
    const double found = error.of(interval, form, least);
    if (found >= least) return;
    least = found;
    best = interval;
  };
  for (int candidate = kCandidates; candidate >= 1; --candidate) consider(within(histogram, limit * candidate / kCandidates));
  if (form == Form::symmetric || whole.low == 0 || whole.high == 0) return best;
  for (int round = 0; round < kRounds; ++round) {
    const Interval before = best;
    for (int candidate = kCandidates; candidate >= 0; --candidate) {
      const Interval now = best;
      consider({now.low, whole.high * candidate / kCandidates});
    }
    for (int candidate = kCandidates; candidate >= 0; --candidate) {
      const Interval now = best;
      consider({whole.low * candidate / kCandidates, now.high});
    }
    if (best.low == before.low && best.high == before.high) break;
  }
  return best;
}

}  // namespace lathe
