#include "../src/threshold.h"

#include <algorithm>
#include <limits>
#include <random>

#include "check.h"

using lathe::Histogram;

namespace {

std::vector<float> sample(std::size_t count, bool heavy) {
  std::mt19937 generator(11);
  std::normal_distribution<float> normal(0.0f, 1.0f);
  std::vector<float> values(count);
  for (auto& value : values) {
    value = normal(generator);
    if (heavy) value *= std::exp(0.8f * normal(generator));
  }
  return values;
}

// The definition, written out bin by bin with no shortcut.
double slow_entropy_threshold(const Histogram& histogram, std::size_t bins, std::size_t levels) {
  const auto counts = histogram.rebinned(bins, histogram.absolute_max());
  double least = std::numeric_limits<double>::infinity();
  std::size_t best = bins;
  for (std::size_t used = levels; used <= bins; ++used) {
    std::vector<double> p(counts.begin(), counts.begin() + used), q(used, 0.0);
    for (std::size_t i = used; i < bins; ++i) p[used - 1] += counts[i];
    for (std::size_t level = 0; level < levels; ++level) {
      const std::size_t from = level * used / levels, to = (level + 1) * used / levels;
      double mass = 0, filled = 0;
      for (std::size_t i = from; i < to; ++i) {
        mass += counts[i];
        filled += p[i] > 0;
      }
      for (std::size_t i = from; i < to; ++i) q[i] = p[i] > 0 ? mass / filled : 0;
    }
    double p_sum = 0, q_sum = 0, divergence = 0;
    for (std::size_t i = 0; i < used; ++i) p_sum += p[i], q_sum += q[i];
    for (std::size_t i = 0; i < used; ++i) {
      if (p[i] > 0) divergence += p[i] / p_sum * std::log((p[i] / p_sum) / (q[i] / q_sum));
    }
    if (std::isfinite(divergence) && divergence < least - 1e-12) {
      least = divergence;
      best = used;
    }
  }
  return histogram.absolute_max() * static_cast<double>(best) / static_cast<double>(bins);
}

}  // namespace

TEST("the fast entropy search finds what the written-out definition finds") {
  for (bool heavy : {false, true}) {
    const auto values = sample(40'000, heavy);
    Histogram histogram;
    histogram.add(values.data(), values.size());
    EXPECT_NEAR(lathe::entropy_threshold(histogram, 2048, 128), slow_entropy_threshold(histogram, 2048, 128), 1e-9);
  }
}

TEST("entropy clips a lone outlier and keeps a uniform distribution whole") {
  auto values = sample(100'000, false);
  values[50] = 20.0f;
  Histogram histogram;
  histogram.add(values.data(), values.size());
  const double threshold = lathe::entropy_threshold(histogram);
  EXPECT(threshold > 2.5 && threshold < 8);

  std::vector<float> flat(128 * 1024);
  for (std::size_t i = 0; i < flat.size(); ++i) flat[i] = static_cast<float>(i + 1) / static_cast<float>(flat.size());
  Histogram uniform;
  uniform.add(flat.data(), flat.size());
  EXPECT(lathe::entropy_threshold(uniform) > 0.95);
}

TEST("a percentile agrees with sorting to within a bin") {
  const auto values = sample(100'000, true);
  Histogram histogram;
  histogram.add(values.data(), values.size());
  std::vector<float> sorted;
  for (float value : values) sorted.push_back(std::fabs(value));
  std::sort(sorted.begin(), sorted.end());
  for (double percent : {90.0, 99.0, 99.9, 99.99, 100.0}) {
    const auto index = static_cast<std::size_t>(std::ceil(sorted.size() * percent / 100)) - 1;
    EXPECT_NEAR(lathe::percentile_threshold(histogram, percent), static_cast<double>(sorted[index]), 2 * histogram.range() / Histogram::kBins);
  }
}

TEST("the threshold of least squared error beats both neighbours and the whole range on heavy tails") {
  const auto values = sample(50'000, true);
  Histogram histogram;
  histogram.add(values.data(), values.size());
  const auto error = [&](double threshold) {
    double sum = 0;
    for (float value : values) {
      const double step = threshold / 127;
      const double kept = std::max(-127.0, std::min(127.0, std::round(value / step))) * step;
      sum += (value - kept) * (value - kept);
    }
    return sum;
  };
  const double best = lathe::mse_threshold(histogram, true);
  const double limit = histogram.absolute_max();
  EXPECT(best < 0.9 * limit);
  EXPECT(error(best) < error(limit));
  EXPECT(error(best) <= 1.02 * error(best * 0.9) && error(best) <= 1.02 * error(best * 1.1));
}

TEST("unsigned values keep their whole range where nothing is gained by clipping") {
  std::vector<float> flat(4096);
  for (std::size_t i = 0; i < flat.size(); ++i) flat[i] = static_cast<float>(i + 1) / static_cast<float>(flat.size());
  Histogram histogram;
  histogram.add(flat.data(), flat.size());
  EXPECT(lathe::mse_threshold(histogram, false) > 0.98);
}

TEST("zeros alone give a threshold of zero") {
  const std::vector<float> zeros(100);
  Histogram histogram;
  histogram.add(zeros.data(), zeros.size());
  EXPECT(lathe::entropy_threshold(histogram) == 0);
  EXPECT(lathe::percentile_threshold(histogram, 99.99) == 0);
  EXPECT(lathe::mse_threshold(histogram, true) == 0);
  EXPECT(lathe::clipped_share(histogram, 0) == 0);
}

TEST("the clipped share counts what lies beyond the threshold") {
  const float values[] = {0.5f, 1.5f, 2.5f, 3.5f};
  Histogram histogram;
  histogram.add(values, 4);
  EXPECT_NEAR(lathe::clipped_share(histogram, 2.0), 0.5, 1e-12);
  EXPECT(lathe::clipped_share(histogram, 3.6) == 0);
}
