#include "../src/histogram_kernel.h"

#include <cstring>

#include "../src/histogram.h"
#include "check.h"
#include "samples.h"

using lathe::Histogram;
using lathe::Path;

namespace {

bool same_bits(float a, float b) { return std::memcmp(&a, &b, sizeof a) == 0; }

bool equal(const Histogram& a, const Histogram& b) {
  for (std::size_t bin = 0; bin < Histogram::kBins; ++bin) {
    if (a.positive(bin) != b.positive(bin) || a.negative(bin) != b.negative(bin)) return false;
  }
  return a.range() == b.range() && a.zeros() == b.zeros() && a.not_finite() == b.not_finite() && a.total() == b.total() &&
         same_bits(a.min(), b.min()) && same_bits(a.max(), b.max());
}

void expect_paths_agree(const std::vector<float>& values) {
  // A processor without AVX2 has one path, which agrees with itself.
  const Path fast = lathe::best_path();
  Histogram plain(Path::portable), wide(fast);
  // Lengths that are no multiple of 8 and starts that are not aligned.
  for (std::size_t from = 0, step = 1; from < values.size(); from += step, step = step * 3 + 1) {
    const std::size_t count = std::min(step, values.size() - from);
    const auto a = plain.add(values.data() + from, count);
    const auto b = wide.add(values.data() + from, count);
    EXPECT(same_bits(a.min, b.min) && same_bits(a.max, b.max) && a.not_finite == b.not_finite);
  }
  EXPECT(equal(plain, wide));
}

}  // namespace

TEST("both paths agree to the bit on random values of every kind") {
  for (unsigned seed = 1; seed <= 8; ++seed) {
    expect_paths_agree(samples::normal(30'001, seed));
    expect_paths_agree(samples::heavy(30'001, seed));
    expect_paths_agree(samples::any_bits(30'001, seed));
  }
}

TEST("both paths agree to the bit on values that were chosen to be difficult") {
  const float nan = std::numeric_limits<float>::quiet_NaN(), infinity = std::numeric_limits<float>::infinity();
  const float tiny = std::numeric_limits<float>::denorm_min(), normal = std::numeric_limits<float>::min();
  const float largest = std::numeric_limits<float>::max();
  const std::vector<float> difficult = {0.0f, -0.0f, nan, -nan, infinity, -infinity, tiny, -tiny, normal, -normal, largest, -largest,
                                        1.0f, std::nextafter(1.0f, 0.0f), std::nextafter(1.0f, 2.0f), -2.0f, std::nextafter(-2.0f, 0.0f)};
  for (const float one : difficult) {
    expect_paths_agree(std::vector<float>(1003, one));
    for (const float other : difficult) {
      std::vector<float> values(77, one);
      for (std::size_t i = 0; i < values.size(); i += 3) values[i] = other;
      expect_paths_agree(values);
    }
  }
}

TEST("a zero is +0 as an extreme, whichever sign it had first") {
  for (const Path path : {Path::portable, lathe::best_path()}) {
    const std::vector<float> values(32, -0.0f);
    const auto found = lathe::find_extremes(values.data(), values.size(), path);
    EXPECT(same_bits(found.min, 0.0f) && same_bits(found.max, 0.0f));
  }
}
