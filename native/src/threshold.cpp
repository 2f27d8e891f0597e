#include "threshold.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

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

double divergence(const std::vector<double>& bins, const Running& sums, std::size_t used, std::size_t levels) {
  const double total = sums.counts.back();
  const double inside = sums.counts[used];
  const double outside = total - inside;
  const double last = bins[used - 1];
  if (inside <= 0) return std::numeric_limits<double>::infinity();

  // Σ p·log p with the outliers in the last bin, then both distributions' normalisation.
  const double p_log_p = sums.terms[used] - entropy_term(last) + entropy_term(last + outside);
  double p_log_q = 0;
  for (std::size_t level = 0; level < levels; ++level) {
    const std::size_t from = level * used / levels;
    const std::size_t to = (level + 1) * used / levels;
    const double kept = sums.counts[to] - sums.counts[from];
    double mass = kept;
    double filled = sums.filled[to] - sums.filled[from];
    if (level + 1 == levels) {
      mass += outside;
      if (last == 0 && outside > 0) filled += 1;
    }
    if (mass == 0) continue;
    if (kept == 0) return std::numeric_limits<double>::infinity();
    p_log_q += mass * std::log(kept / filled);
  }
  return (p_log_p - p_log_q) / total - std::log(total) + std::log(inside);
}

}  // namespace

double entropy_threshold(const Histogram& histogram, std::size_t bins, std::size_t levels) {
  const double limit = histogram.absolute_max();
  if (limit == 0) return 0;
  const std::vector<double> counts = histogram.rebinned(bins, limit);
  const Running sums(counts);
  std::size_t best = bins;
  double least = std::numeric_limits<double>::infinity();
  for (std::size_t used = levels; used <= bins; ++used) {
    const double value = divergence(counts, sums, used, levels);
    if (value < least) {
      least = value;
      best = used;
    }
  }
  return limit * static_cast<double>(best) / static_cast<double>(bins);
}

double mse_threshold(const Histogram& histogram, bool symmetric) {
  const double limit = histogram.absolute_max();
  if (limit == 0) return 0;
  constexpr int kCandidates = 512;
  // Re-binned finer than the steps of any candidate that can win, so that small values are not rounded by the bins.
  const std::vector<double> counts = histogram.rebinned(8192, limit);
  const double width = limit / static_cast<double>(counts.size());
  double best = limit;
  double least = std::numeric_limits<double>::infinity();
  for (int candidate = kCandidates; candidate >= 1; --candidate) {
    const double threshold = limit * candidate / kCandidates;
    const double low = std::max(static_cast<double>(std::min(histogram.min(), 0.0f)), -threshold);
    const double high = std::min(static_cast<double>(std::max(histogram.max(), 0.0f)), threshold);
    const double step = symmetric ? threshold / 127 : (high - low) / 255;
    double error = 0;
    for (std::size_t bin = 0; bin < counts.size() && error < least; ++bin) {
      if (counts[bin] == 0) continue;
      const double value = (static_cast<double>(bin) + 0.5) * width;
      const double kept = std::min(std::round(value / step) * step, threshold);
      error += counts[bin] * (value - kept) * (value - kept);
    }
    if (error < least) {
      least = error;
      best = threshold;
    }
  }
  return best;
}

double percentile_threshold(const Histogram& histogram, double percent) {
  const double limit = histogram.absolute_max();
  const double finite = static_cast<double>(histogram.total() - histogram.not_finite());
  const double wanted = finite * percent / 100;
  double seen = static_cast<double>(histogram.zeros());
  if (seen >= wanted) return 0;
  const double width = histogram.range() / static_cast<double>(Histogram::kBins);
  for (std::size_t bin = 0; bin < Histogram::kBins; ++bin) {
    const double here = static_cast<double>(histogram.bins()[bin]);
    if (here > 0 && seen + here >= wanted) {
      return std::min(limit, width * (static_cast<double>(bin) + (wanted - seen) / here));
    }
    seen += here;
  }
  return limit;
}

double clipped_share(const Histogram& histogram, double threshold) {
  const double finite = static_cast<double>(histogram.total() - histogram.not_finite());
  if (finite == 0 || histogram.range() == 0) return 0;
  const double width = histogram.range() / static_cast<double>(Histogram::kBins);
  double beyond = 0;
  for (std::size_t bin = 0; bin < Histogram::kBins; ++bin) {
    if (static_cast<double>(bin) * width >= threshold) beyond += static_cast<double>(histogram.bins()[bin]);
  }
  return beyond / finite;
}

}  // namespace lathe
