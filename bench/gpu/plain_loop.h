// The peer of Lathe's measurement: the plainest loop around one launch, with two events on one stream and two inferences in
// flight. What it asks of the driver for each inference is held against Lathe's by a test (native/test/measure_test.cpp).
#pragma once
#include <functional>
#include <vector>

#include "../../native/src/nvidia/device_memory.h"

namespace lathe::bench {

/// Milliseconds of each inference on the GPU's clock. @param more is asked before each with how many have begun.
inline std::vector<float> plain_loop(const nvidia::Cuda& cuda, const nvidia::Stream& stream, const std::function<void()>& launch,
                                     const std::function<bool(std::size_t)>& more) {
  const nvidia::Event starts[] = {nvidia::Event(cuda), nvidia::Event(cuda)}, ends[] = {nvidia::Event(cuda), nvidia::Event(cuda)};
  std::vector<float> times;
  const auto read = [&](std::size_t at) {
    ends[at % 2].synchronize();
    times.push_back(ends[at % 2].since(starts[at % 2]));
  };
  std::size_t count = 0;
  for (; more(count); ++count) {
    if (count >= 2) read(count);
    stream.record(starts[count % 2]);
    launch();
    stream.record(ends[count % 2]);
  }
  for (std::size_t last = count < 2 ? count : 2; last > 0; --last) read(count - last);
  return times;
}

}  // namespace lathe::bench
