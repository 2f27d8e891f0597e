#include "../src/threshold.h"

#include <algorithm>

#include "../src/threshold_error.h"
#include "check.h"
#include "samples.h"

using lathe::Form;
using lathe::Histogram;
using lathe::Interval;

namespace {

Histogram histogram_of(const std::vector<float>& values) {
  Histogram histogram;
  histogram.add(values.data(), values.size());
  return histogram;
}

std::vector<float> even(std::size_t count) {
  std::vector<float> values(count);
  for (std::size_t i = 0; i < count; ++i) values[i] = static_cast<float>(i + 1) / static_cast<float>(count);
  return values;
}

/// The quantizers' squared error on the values themselves.
double error_on(const std::vector<float>& values, const Interval& interval, Form form) {
  const double step = form == Form::symmetric ? interval.threshold() / 127 : (interval.high - interval.low) / 255;
  const double low = form == Form::symmetric ? -interval.threshold() : interval.low;
  const double high = form == Form::symmetric ? interval.threshold() : interval.high;
  double sum = 0;
  for (const float value : values) {
    const double kept = std::round(std::clamp(static_cast<double>(value), low, high) / step) * step;
    sum += (value - kept) * (value - kept);
  }
  return sum;
}

// KL of one candidate of the symmetric form, written out bin by bin with no shortcut.
double slow_divergence(const std::vector<double>& counts, std::size_t used, std::size_t levels) {
  std::vector<double> p(counts.begin(), counts.begin() + static_cast<std::ptrdiff_t>(used)), q(used, 0.0);
  for (std::size_t i = used; i < counts.size(); ++i) p[used - 1] += counts[i];
  for (std::size_t level = 0; level < levels; ++level) {
    const std::size_t from = level * used / levels, to = (level + 1) * used / levels;
    double mass = 0, filled = 0;
    for (std::size_t i = from; i < to; ++i) {
      mass += counts[i];
      filled += p[i] > 0;
    }
    if (mass == 0) mass = 1;
    for (std::size_t i = from; i < to; ++i) q[i] = p[i] > 0 ? mass / filled : 0;
  }
  double p_sum = 0, q_sum = 0, divergence = 0;
  for (std::size_t i = 0; i < used; ++i) p_sum += p[i], q_sum += q[i];
  for (std::size_t i = 0; i < used; ++i) {
    if (p[i] > 0) divergence += p[i] / p_sum * std::log((p[i] / p_sum) / (q[i] / q_sum));
  }
  return divergence;
}

double slow_entropy_threshold(const Histogram& histogram, const std::vector<float>& values) {
  const std::size_t bins = 2048, levels = 128;
  const double limit = histogram.absolute_max();
  const auto counts = histogram.rebinned(bins, limit);
  const double most = error_on(values, {-limit, limit}, Form::symmetric);
  double least = std::numeric_limits<double>::infinity();
  std::size_t best = bins;
  for (std::size_t used = levels; used <= bins; ++used) {
    const double threshold = limit * static_cast<double>(used) / static_cast<double>(bins);
    // A hair is left for the bins of the histogram, which the fast search sees in place of the values.
    if (used < bins && error_on(values, {-threshold, threshold}, Form::symmetric) > most * 1.0001) continue;
    const double divergence = slow_divergence(counts, used, levels);
    if (std::isfinite(divergence) && divergence < least - 1e-12) {
      least = divergence;
      best = used;
    }
  }
  return limit * static_cast<double>(best) / static_cast<double>(bins);
}

}  // namespace

TEST("the fast entropy search finds what the written-out definition finds") {
  for (unsigned seed = 1; seed <= 4; ++seed) {
    const auto values = seed % 2 == 0 ? samples::heavy(20'000, seed) : samples::normal(20'000, seed);
    const auto histogram = histogram_of(values);
    EXPECT_NEAR(lathe::entropy_interval(histogram, Form::symmetric).threshold(), slow_entropy_threshold(histogram, values), 1e-9);
  }
}

TEST("entropy clips a lone outlier and keeps a uniform distribution whole") {
  auto values = samples::normal(100'000, 11);
  values[50] = 20.0f;
  for (const Form form : {Form::symmetric, Form::asymmetric}) {
    const double threshold = lathe::entropy_interval(histogram_of(values), form).threshold();
    EXPECT(threshold > 2.5 && threshold < 19);
    EXPECT(lathe::entropy_interval(histogram_of(even(128 * 1024)), form).threshold() > 0.95);
  }
}

TEST("entropy and least squared error never cost more than keeping everything") {
  for (unsigned seed = 1; seed <= 12; ++seed) {
    auto values = samples::heavy(seed * 37, seed);
    if (seed % 3 == 0) for (auto& value : values) value = std::max(value, 0.0f);
    if (seed % 4 == 0) for (auto& value : values) value = std::round(value);
    const auto histogram = histogram_of(values);
    const lathe::SquaredError error(histogram);
    for (const Form form : {Form::symmetric, Form::asymmetric}) {
      const double most = error.of(lathe::whole_interval(histogram), form);
      EXPECT(error.of(lathe::entropy_interval(histogram, form), form) <= most);
      EXPECT(error.of(lathe::mse_interval(histogram, form), form) <= most);
      EXPECT(error.of(lathe::mse_interval(histogram, form), form) <= error.of(lathe::entropy_interval(histogram, form), form) * 1.02);
    }
  }
}

TEST("the asymmetric form keeps what lies on one side with all its levels") {
  auto values = samples::heavy(50'000, 3);
  for (auto& value : values) value = std::fabs(value);
  const auto histogram = histogram_of(values);
  EXPECT(lathe::entropy_interval(histogram, Form::asymmetric).low == 0);
  EXPECT(lathe::mse_interval(histogram, Form::asymmetric).low == 0);
  // Twice the levels for the same values: there is less to be gained by clipping.
  EXPECT(lathe::mse_interval(histogram, Form::asymmetric).high > lathe::mse_interval(histogram, Form::symmetric).high);
}

TEST("the squared error by running sums is that of the values to within a bin") {
  for (unsigned seed = 1; seed <= 6; ++seed) {
    const auto values = samples::heavy(20'000, seed);
    const auto histogram = histogram_of(values);
    const lathe::SquaredError error(histogram);
    for (const double share : {0.1, 0.3, 0.7, 1.0}) {
      const Interval kept = lathe::within(histogram, histogram.absolute_max() * share);
      const double exact = error_on(values, kept, Form::symmetric);
      EXPECT_NEAR(error.of(kept, Form::symmetric), exact, 0.01 * exact);
    }
  }
}

TEST("a percentile agrees with sorting to within a bin") {
  const auto values = samples::heavy(100'000, 11);
  const auto histogram = histogram_of(values);
  std::vector<float> sorted;
  for (float value : values) sorted.push_back(std::fabs(value));
  std::sort(sorted.begin(), sorted.end());
  for (double percent : {90.0, 99.0, 99.9, 99.99, 100.0}) {
    const auto index = static_cast<std::size_t>(std::ceil(sorted.size() * percent / 100)) - 1;
    EXPECT_NEAR(lathe::percentile_threshold(histogram, percent), static_cast<double>(sorted[index]), 2 * histogram.range() / Histogram::kBins);
  }
}

TEST("the threshold of least squared error beats both neighbours and the whole range on heavy tails") {
  const auto values = samples::heavy(50'000, 11);
  const auto histogram = histogram_of(values);
  const double best = lathe::mse_interval(histogram, Form::symmetric).threshold();
  const double limit = histogram.absolute_max();
  const auto error = [&](double threshold) { return error_on(values, {-threshold, threshold}, Form::symmetric); };
  EXPECT(best < 0.9 * limit);
  EXPECT(error(best) < error(limit));
  EXPECT(error(best) <= 1.02 * error(best * 0.9) && error(best) <= 1.02 * error(best * 1.1));
}

TEST("the two ends of an asymmetric interval are chosen each by itself") {
  auto values = samples::normal(50'000, 5);
  for (std::size_t i = 0; i < values.size(); i += 2) values[i] = std::fabs(values[i]) * 0.05f;
  values[7] = -40.0f;
  values[8] = 9.0f;
  const auto histogram = histogram_of(values);
  const Interval kept = lathe::mse_interval(histogram, Form::asymmetric);
  const double together = error_on(values, lathe::within(histogram, kept.threshold()), Form::asymmetric);
  EXPECT(error_on(values, kept, Form::asymmetric) <= together * 1.001);
  EXPECT(-kept.low < 39 && kept.high <= 9);
}

TEST("unsigned values keep their whole range where nothing is gained by clipping") {
  EXPECT(lathe::mse_interval(histogram_of(even(4096)), Form::asymmetric).high > 0.98);
}

TEST("zeros alone give an interval of nothing") {
  const auto histogram = histogram_of(std::vector<float>(100));
  for (const Form form : {Form::symmetric, Form::asymmetric}) {
    EXPECT(lathe::entropy_interval(histogram, form).threshold() == 0);
    EXPECT(lathe::mse_interval(histogram, form).threshold() == 0);
  }
  EXPECT(lathe::percentile_threshold(histogram, 99.99) == 0);
  EXPECT(lathe::clipped_share(histogram, {0, 0}) == 0);
}

TEST("a tensor that is zero nearly always keeps its range by percentile") {
  std::vector<float> values(100'000);
  values[5] = 3.0f;
  EXPECT(lathe::percentile_interval(histogram_of(values), 99.9).threshold() == 3.0);
}

TEST("constants and the smallest floats give a finite interval that holds them") {
  for (const float constant : {1.0f, -7.5f, 1e-45f, 3e38f}) {
    const auto histogram = histogram_of(std::vector<float>(50, constant));
    for (const Form form : {Form::symmetric, Form::asymmetric}) {
      for (const Interval kept : {lathe::entropy_interval(histogram, form), lathe::mse_interval(histogram, form)}) {
        EXPECT(std::isfinite(kept.low) && std::isfinite(kept.high) && kept.threshold() > 0);
        EXPECT(kept.threshold() <= std::fabs(static_cast<double>(constant)));
      }
    }
  }
}

TEST("the clipped share counts what lies outside on either side") {
  const auto histogram = histogram_of({0.5f, 1.5f, -2.5f, 3.5f});
  EXPECT_NEAR(lathe::clipped_share(histogram, {-2.0, 2.0}), 0.5, 1e-12);
  EXPECT_NEAR(lathe::clipped_share(histogram, {-3.0, 2.0}), 0.25, 1e-12);
  EXPECT(lathe::clipped_share(histogram, {-3.6, 3.6}) == 0);
}
