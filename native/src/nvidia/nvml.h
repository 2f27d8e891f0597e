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
  /// What the card could do: its highest clock, the clock that applications are set to, and the power it may draw.
  std::optional<unsigned> highest_graphics_megahertz;
  std::optional<unsigned> application_graphics_megahertz;
  std::optional<double> power_limit_watts;
};

/// How much to ask for: power and energy alone, which the driver answers at once, or all.
enum class Detail { power, whole };

/// Such as `580.95.05`; empty where NVML is not there.
std::string driver_version();

/// Nothing where NVML is not there or does not know the device. @param bus_id as CUDA gives it.
std::optional<GpuState> gpu_state(const std::string& bus_id, Detail detail = Detail::whole);

}  // namespace lathe::nvidia
