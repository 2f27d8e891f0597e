#include "../src/histogram_set.h"

#include "check.h"
#include "samples.h"

using lathe::Histogram;
using lathe::HistogramSet;

TEST("threads change nothing about the histograms") {
  std::vector<std::vector<float>> tensors;
  for (unsigned seed = 1; seed <= 9; ++seed) tensors.push_back(samples::heavy(1000 * seed, seed));
  std::vector<Histogram> alone(tensors.size());
  HistogramSet set(tensors.size(), 4);
  for (int batch = 0; batch < 5; ++batch) {
    std::vector<lathe::Observed> observed;
    for (std::size_t tensor = 0; tensor < tensors.size(); ++tensor) {
      observed.push_back({tensor, tensors[tensor].data(), tensors[tensor].size()});
      alone[tensor].add(tensors[tensor].data(), tensors[tensor].size());
    }
    set.submit(std::move(observed));
  }
  set.wait();
  for (std::size_t tensor = 0; tensor < tensors.size(); ++tensor) {
    EXPECT(set[tensor].total() == alone[tensor].total() && set[tensor].max() == alone[tensor].max());
    bool same = true;
    for (std::size_t bin = 0; bin < Histogram::kBins; ++bin) same = same && set[tensor].folded(bin) == alone[tensor].folded(bin);
    EXPECT(same);
  }
}

TEST("waiting gives the extremes of the last batch alone") {
  HistogramSet set(3, 2);
  const float wide[] = {-9, 9}, narrow[] = {-1, 2, std::numeric_limits<float>::quiet_NaN()};
  set.submit({{0, wide, 2}, {1, wide, 2}});
  set.submit({{1, narrow, 3}});
  const auto found = set.wait();
  EXPECT(found[1].min == -1 && found[1].max == 2 && found[1].not_finite == 1);
  EXPECT(found[0].min > found[0].max && found[2].min > found[2].max);
  EXPECT(set[1].max() == 9);
}

TEST("every tensor is worked on once, and a set that nothing was given to ends") {
  HistogramSet set(100, 3);
  std::vector<int> times(100);
  set.each([&](std::size_t tensor) { ++times[tensor]; });
  EXPECT(times == std::vector<int>(100, 1));
  HistogramSet idle(2, 2);
}

TEST("values that several threads add to one histogram at once are all counted") {
  const auto values = samples::heavy(20000, 5);
  HistogramSet set(2, 1);
  Histogram alone;
  for (int time = 0; time < 12; ++time) alone.add(values.data(), values.size());
  std::vector<std::thread> threads;
  for (int thread = 0; thread < 4; ++thread) {
    threads.emplace_back([&] {
      for (int time = 0; time < 3; ++time) {
        const auto found = set.add(1, values.data(), values.size());
        EXPECT(found.min == alone.min() && found.max == alone.max());
      }
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT(set[1].total() == 12 * values.size() && set[0].total() == 0);
  bool same = true;
  for (std::size_t bin = 0; bin < Histogram::kBins; ++bin) same = same && set[1].folded(bin) == alone.folded(bin);
  EXPECT(same);
}
