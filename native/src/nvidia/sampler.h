// Looks at a GPU again and again beside a measurement, from a thread of its own.
#pragma once
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "nvml.h"

namespace lathe::nvidia {

struct GpuSample {
  /// Since the sampler began.
  double milliseconds = 0;
  GpuState state;
};

/// Power and energy are read each time; the rest, which costs the driver more, each fifth time, and first and last.
class Sampler {
 public:
  Sampler(std::string bus_id, std::chrono::milliseconds interval);
  ~Sampler();
  Sampler(const Sampler&) = delete;
  Sampler& operator=(const Sampler&) = delete;

  /// Ends it. Empty where NVML is not there or does not know the device.
  std::vector<GpuSample> stop();

 private:
  void run();
  void look(bool whole);

  const std::string bus_id_;
  const std::chrono::milliseconds interval_;
  const std::chrono::steady_clock::time_point began_ = std::chrono::steady_clock::now();
  std::mutex mutex_;
  std::condition_variable wake_;
  bool stopping_ = false;
  std::vector<GpuSample> samples_;
  std::thread thread_;
};

}  // namespace lathe::nvidia
