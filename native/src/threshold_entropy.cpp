// The interval of the least KL divergence.
#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "threshold_error.h"

namespace lathe {

namespace {

double entropy_term(double count) { return count > 0 ? count * std::log(count) : 0; }

// Running sums turn each candidate's KL into a sum over levels instead of bins:
// within a level Q is one constant on P's non-empty bins, so Σ p·log q = (Σ p)·log(mean).
struct Running {
  std::vector<double> counts, terms, filled;
  explicit Running(const std::vector<double>& bins) : counts(bins.size() + 1), terms(bins.size() + 1), filled(bins.size() + 1) {
    for (std::size_t i = 0; i < bins.size(); ++i) {
      counts[i + 1] = counts[i] + bins[i];
      terms[i + 1] = terms[i] + entropy_term(bins[i]);
      filled[i + 1] = filled[i] + (bins[i] > 0 ? 1 : 0);
    }
  }
};

/// KL(P‖Q) of the bins [from, to): P has all that lies before in its first and all that lies behind in its last bin; Q
/// is the bins without these outliers, each level's mass spread evenly over P's non-empty bins in it. A level of nothing
/// but outliers counts as one value in Q, since with 0 a gap before the outliers would forbid to clip them.
double divergence(const std::vector<double>& bins, const Running& sums, std::size_t from, std::size_t to, std::size_t levels) {
  const double total = sums.counts.back();
  const double before = sums.counts[from];
  const double behind = total - sums.counts[to];
  const double inside = total - before - behind;
  if (inside <= 0) return std::numeric_limits<double>::infinity();
  const double first = bins[from], last = bins[to - 1];
  const std::size_t used = to - from;

  double p_log_p = sums.terms[to] - sums.terms[from];
  if (before > 0) p_log_p += entropy_term(first + before) - entropy_term(first);
  if (behind > 0) p_log_p += entropy_term(last + behind) - entropy_term(last);
  double p_log_q = 0;
  double smoothed = 0;
  std::size_t begin = from;
  for (std::size_t level = 0; level < levels; ++level) {
    const std::size_t end = from + (level + 1) * used / levels;
    double kept = sums.counts[end] - sums.counts[begin];
    double mass = kept;
    double filled = sums.filled[end] - sums.filled[begin];
    if (level == 0 && before > 0) {
      mass += before;
      if (first == 0) filled += 1;
    }
    if (level + 1 == levels && behind > 0) {
      mass += behind;
      if (last == 0) filled += 1;
    }
    begin = end;
    if (mass == 0) continue;
    if (kept == 0) {
      kept = 1;
      smoothed += 1;
    }
    p_log_q += mass * std::log(kept / filled);
  }
  return (p_log_p - p_log_q) / total - std::log(total) + std::log(inside + smoothed);
}

/// Counts over bins of equal width, from the lowest to the highest value.
struct Line {
  std::vector<double> bins;
  /// Where 0 lies: so many bins are of negative values.
  std::size_t zero;
};

Line line_of(const Histogram& histogram, Form form, std::size_t count) {
  const double limit = histogram.absolute_max();
  if (form == Form::symmetric) return {histogram.rebinned(count, limit), 0};
  const auto bins_to = [&](double end) { return static_cast<std::size_t>(std::ceil(end / limit * static_cast<double>(count))); };
  const Interval whole = whole_interval(histogram);
  Line line{{}, bins_to(-whole.low)};
  line.bins.resize(line.zero + bins_to(whole.high));
  for (std::size_t fine = 0; fine < Histogram::kBins; ++fine) {
    const double middle = (static_cast<double>(fine) + 0.5) * histogram.bin_width();
    const auto place = static_cast<std::size_t>(middle / limit * static_cast<double>(count));
    if (const auto here = histogram.positive(fine)) {
      line.bins[std::min(line.zero + place, line.bins.size() - 1)] += static_cast<double>(here);
    }
    if (const auto here = histogram.negative(fine)) {
      line.bins[line.zero - 1 - std::min(place, line.zero - 1)] += static_cast<double>(here);
    }
  }
  return line;
}

}  // namespace

/// Symmetric, as NVIDIA presented it: |x| in `bins` bins on [0, max|x|]; candidate i keeps the first i, quantized to 128
/// levels. Asymmetric: x in bins of the same width; candidate i keeps i bins on each side of 0 where there are so many,
/// quantized to 256 levels. i goes from as many bins as levels to all. Exact zeros take no part: they are kept by any.
///
/// KL counts what is lost in likelihood and is blind to how far off a clipped value ends, so on sparse tensors (some
/// thousand values, few distinct ones) the rule alone cuts large values away that the next layer needs. So only those
/// candidates take part that do not add to the squared error of the whole range; the whole range itself always does.
Interval entropy_interval(const Histogram& histogram, Form form, std::size_t bins) {
  const double limit = histogram.absolute_max();
  const Interval whole = whole_interval(histogram);
  if (limit == 0) return whole;
  const Line line = line_of(histogram, form, bins);
  const Running sums(line.bins);
  const SquaredError error(histogram);
  const double most = error.of(whole, form);
  const std::size_t levels = form == Form::symmetric ? 128 : 256;
  Interval best = whole;
  double least = std::numeric_limits<double>::infinity();
  for (std::size_t kept = 1; kept <= bins; ++kept) {
    const std::size_t from = line.zero - std::min(kept, line.zero);
    const std::size_t to = std::min(line.zero + kept, line.bins.size());
    if (to - from < levels) continue;
    const Interval interval = kept == bins ? whole : within(histogram, limit * static_cast<double>(kept) / static_cast<double>(bins));
    if (error.of(interval, form, most) > most) continue;
    const double value = divergence(line.bins, sums, from, to, levels);
    if (value < least) {
      least = value;
      best = interval;
    }
  }
  return best;
}

}  // namespace lathe
