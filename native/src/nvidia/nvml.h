// NVIDIA's management library, opened at run time: power, clocks, temperature, memory and throttling of a GPU.
#pragma once
#include <cstdint>
#include <optional>
#include <string>

namespace lathe::nvidia {

/// One look at a GPU; what it does not report is empty.
struct GpuState {
  std::optional<double> power_watts;
  /// Joules since the driver was loaded.
  std::optional<double> energy_joules;
  std::optional<unsigned> graphics_megahertz;
  std::optional<unsigned> memory_megahertz;
  std::optional<unsigned> celsius;
  std::optional<unsigned> utilization_percent;
  std::optional<std::uint64_t> memory_used_bytes;
  /// NVML's bits of why clocks are held back, such as 0x4 power cap, 0x20 software thermal, 0x40 hardware thermal.
  std::optional<std::uint64_t> throttle_reasons;
};

/// Such as `580.95.05`; empty where NVML is not there.
std::string driver_version();

/// Nothing where NVML is not there or does not know the device. @param bus_id as CUDA gives it.
std::optional<GpuState> gpu_state(const std::string& bus_id);

}  // namespace lathe::nvidia
