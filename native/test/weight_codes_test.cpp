#include "../src/weight_codes.h"

#include "check.h"
#include "samples.h"

using namespace lathe;

namespace {

std::vector<std::int8_t> codes_of(const std::vector<float>& values, const std::vector<float>& scales, std::size_t inner, Path path) {
  std::vector<std::int8_t> codes(values.size());
  weight_codes(values.data(), values.size(), {scales.data(), scales.size(), inner}, codes.data(), path);
  return codes;
}

}  // namespace

TEST("codes of weights are rounded half to even and saturate without −128") {
  const std::vector<float> values{0.5f, 1.5f, 2.5f, -0.5f, -1.5f, 126.5f, 127.5f, -400, 1e30f, -0.0f};
  const std::vector<std::int8_t> expected{0, 2, 2, 0, -2, 126, 127, -127, 127, 0};
  for (const Path path : {Path::portable, best_path()}) EXPECT(codes_of(values, {1}, values.size(), path) == expected);
}

TEST("codes of weights take the scale of their channel wherever its axis lies") {
  // [outer 2, channels 3, inner 2]
  const std::vector<float> values{1, 2, 1, 2, 1, 2, 3, 4, 3, 4, 3, 4};
  EXPECT((codes_of(values, {1, 0.5f, 0.25f}, 2, best_path()) == std::vector<std::int8_t>{1, 2, 2, 4, 4, 8, 3, 4, 6, 8, 12, 16}));
  // [outer 4, channels 3]
  EXPECT((codes_of(values, {1, 0.5f, 0.25f}, 1, best_path()) == std::vector<std::int8_t>{1, 4, 4, 2, 2, 8, 3, 8, 12, 4, 6, 16}));
}

TEST("both paths give the same codes for weights of any size and layout") {
  for (const std::size_t inner : {1, 7, 9, 32, 576}) {
    for (const std::size_t channels : {1, 3, 64, 100}) {
      const auto values = samples::heavy(2 * inner * channels + 5, static_cast<unsigned>(inner + channels));
      std::vector<float> scales;
      for (std::size_t channel = 0; channel < channels; ++channel) scales.push_back(0.001f * static_cast<float>(1 + channel % 50));
      EXPECT(codes_of(values, scales, inner, Path::portable) == codes_of(values, scales, inner, best_path()));
    }
  }
}
