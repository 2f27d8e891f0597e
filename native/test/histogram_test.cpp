#include "../src/histogram.h"

#include <algorithm>

#include "check.h"
#include "samples.h"

using lathe::Histogram;

TEST("the histogram does not depend on the order or the size of batches") {
  auto values = samples::normal(50'000, 7, 3.0f);
  values[49'999] = 1e6f;
  values[3] = 1e-7f;
  Histogram whole;
  whole.add(values.data(), values.size());
  std::reverse(values.begin(), values.end());
  Histogram pieces;
  for (std::size_t i = 0; i < values.size(); i += 777) pieces.add(values.data() + i, std::min<std::size_t>(777, values.size() - i));
  bool same = true;
  for (std::size_t bin = 0; bin < Histogram::kBins; ++bin) {
    same = same && whole.positive(bin) == pieces.positive(bin) && whole.negative(bin) == pieces.negative(bin);
  }
  EXPECT(same);
  EXPECT(whole.range() == pieces.range());
  EXPECT(whole.min() == pieces.min() && whole.max() == pieces.max());
}

TEST("every finite value is in a bin or a zero") {
  auto values = samples::normal(10'000, 1, 3.0f);
  values[0] = 0.0f;
  values[1] = -0.0f;
  values[2] = std::numeric_limits<float>::quiet_NaN();
  values[3] = -std::numeric_limits<float>::infinity();
  Histogram histogram;
  histogram.add(values.data(), values.size());
  std::uint64_t sum = 0;
  for (std::size_t bin = 0; bin < Histogram::kBins; ++bin) sum += histogram.folded(bin);
  EXPECT(histogram.zeros() == 2);
  EXPECT(histogram.not_finite() == 2);
  EXPECT(sum + histogram.zeros() + histogram.not_finite() == histogram.total());
}

TEST("a histogram that counts one block in some, or none, has the extremes of all") {
  auto values = samples::normal(10'000, 3, 3.0f);
  values[257] = -1e5f;
  values[9'999] = std::numeric_limits<float>::infinity();
  std::fill(values.begin() + 4096, values.begin() + 4096 + 256, std::numeric_limits<float>::quiet_NaN());
  for (const auto path : {lathe::Path::portable, lathe::best_path()}) {
    Histogram all(path), some(path, 16), none(path, 0);
    for (auto* histogram : {&all, &some, &none}) {
      const auto found = histogram->add(values.data(), values.size());
      EXPECT(found.min == -1e5f && found.not_finite == 257);
      EXPECT(histogram->min() == -1e5f && histogram->max() == all.max());
      EXPECT(histogram->total() == values.size() && histogram->not_finite() == 257);
    }
    // Blocks 0, 16 and 32 of 256 values; the second holds NaN alone.
    EXPECT(some.counted() == 512 && some.range() == all.range());
    EXPECT(none.counted() == 0 && none.range() == 0);
    std::uint64_t sum = 0;
    for (std::size_t bin = 0; bin < Histogram::kBins; ++bin) sum += some.folded(bin);
    EXPECT(sum + some.zeros() == some.counted());
  }
}

TEST("a value on a power of two lies inside the range") {
  const float values[] = {4.0f, 2.0f, 1.0f};
  Histogram histogram;
  histogram.add(values, 3);
  EXPECT(histogram.range() == 8.0);
  EXPECT(histogram.positive(Histogram::kBins / 2) == 1);
  EXPECT(histogram.positive(Histogram::kBins / 4) == 1);
}

TEST("the largest and smallest floats are counted without overflow") {
  const float values[] = {std::numeric_limits<float>::max(), std::numeric_limits<float>::denorm_min(), -std::numeric_limits<float>::max()};
  Histogram histogram;
  histogram.add(values, 3);
  EXPECT(histogram.positive(0) == 1);
  EXPECT(histogram.positive(Histogram::kBins - 1) == 1);
  EXPECT(histogram.negative(Histogram::kBins - 1) == 1);
}

TEST("nothing seen is nothing, and only NaN is nothing too") {
  Histogram histogram;
  EXPECT(histogram.absolute_max() == 0);
  const float nan = std::numeric_limits<float>::quiet_NaN();
  histogram.add(&nan, 1);
  EXPECT(histogram.absolute_max() == 0);
  const float one = 1.0f;
  histogram.add(&one, 1);
  EXPECT(histogram.min() == 1.0f && histogram.max() == 1.0f);
}

TEST("re-binning keeps every count") {
  const auto values = samples::normal(20'000, 3, 3.0f);
  Histogram histogram;
  histogram.add(values.data(), values.size());
  double sum = 0;
  for (double count : histogram.rebinned(2048, histogram.absolute_max())) sum += count;
  EXPECT(sum == 20'000 - static_cast<double>(histogram.zeros()));
}

TEST("adding tells the extremes of what was added and of nothing else") {
  const float first[] = {-5.0f, 1.0f}, second[] = {0.5f, 2.0f};
  Histogram histogram;
  histogram.add(first, 2);
  const auto found = histogram.add(second, 2);
  EXPECT(found.min == 0.5f && found.max == 2.0f && histogram.min() == -5.0f);
}

TEST("with a stride the extremes are still those of all values, and what was counted is told") {
  auto values = samples::normal(100'000, 9);
  values[300] = 50.0f;
  Histogram whole, thin(lathe::best_path(), 16);
  whole.add(values.data(), values.size());
  thin.add(values.data(), values.size());
  EXPECT(thin.min() == whole.min() && thin.max() == 50.0f && thin.total() == whole.total());
  EXPECT(whole.counted() == whole.finite());
  std::uint64_t sum = thin.zeros();
  for (std::size_t bin = 0; bin < Histogram::kBins; ++bin) sum += thin.folded(bin);
  EXPECT(sum == thin.counted() && sum > values.size() / 17 && sum < values.size() / 15);
}
