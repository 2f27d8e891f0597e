#include "nvml.h"

#include "../dynamic_library.h"

namespace lathe::nvidia {

namespace {

using Handle = void*;

struct Utilization {
  unsigned gpu, memory;
};
struct Memory {
  unsigned long long total, unused, used;
};

struct Nvml {
  int (*init)() = nullptr;
  int (*version)(char*, unsigned) = nullptr;
  int (*find)(const char*, Handle*) = nullptr;
  int (*power)(Handle, unsigned*) = nullptr;
  int (*energy)(Handle, unsigned long long*) = nullptr;
  int (*clock)(Handle, int, unsigned*) = nullptr;
  int (*temperature)(Handle, int, unsigned*) = nullptr;
  int (*utilization)(Handle, Utilization*) = nullptr;
  int (*memory)(Handle, Memory*) = nullptr;
  int (*throttle)(Handle, unsigned long long*) = nullptr;
  int (*highest_clock)(Handle, int, unsigned*) = nullptr;
  int (*application_clock)(Handle, int, unsigned*) = nullptr;
  int (*power_limit)(Handle, unsigned*) = nullptr;
};

std::optional<Nvml> open() {
  void* library = try_load_library("libnvidia-ml.so.1");
  if (library == nullptr) return std::nullopt;
  Nvml nvml;
  nvml.init = function_of<decltype(nvml.init)>(library, "nvmlInit_v2");
  nvml.version = function_of<decltype(nvml.version)>(library, "nvmlSystemGetDriverVersion");
  nvml.find = function_of<decltype(nvml.find)>(library, "nvmlDeviceGetHandleByPciBusId_v2");
  nvml.power = function_of<decltype(nvml.power)>(library, "nvmlDeviceGetPowerUsage");
  nvml.energy = function_of<decltype(nvml.energy)>(library, "nvmlDeviceGetTotalEnergyConsumption");
  nvml.clock = function_of<decltype(nvml.clock)>(library, "nvmlDeviceGetClockInfo");
  nvml.temperature = function_of<decltype(nvml.temperature)>(library, "nvmlDeviceGetTemperature");
  nvml.utilization = function_of<decltype(nvml.utilization)>(library, "nvmlDeviceGetUtilizationRates");
  nvml.memory = function_of<decltype(nvml.memory)>(library, "nvmlDeviceGetMemoryInfo");
  nvml.throttle = function_of<decltype(nvml.throttle)>(library, "nvmlDeviceGetCurrentClocksThrottleReasons");
  nvml.highest_clock = function_of<decltype(nvml.highest_clock)>(library, "nvmlDeviceGetMaxClockInfo");
  nvml.application_clock = function_of<decltype(nvml.application_clock)>(library, "nvmlDeviceGetApplicationsClock");
  nvml.power_limit = function_of<decltype(nvml.power_limit)>(library, "nvmlDeviceGetEnforcedPowerLimit");
  if (nvml.init == nullptr || nvml.init() != 0) return std::nullopt;
  return nvml;
}

const std::optional<Nvml>& nvml() {
  static const std::optional<Nvml> opened = open();
  return opened;
}

/// The value that a call gives, or nothing where the function is missing or does not succeed.
template <class T, class Function, class... Arguments>
std::optional<T> value(Function function, Handle device, Arguments... arguments) {
  T result{};
  if (function == nullptr || function(device, arguments..., &result) != 0) return std::nullopt;
  return result;
}

}  // namespace

std::string driver_version() {
  char text[96] = {};
  if (!nvml() || nvml()->version == nullptr || nvml()->version(text, sizeof text - 1) != 0) return "";
  return text;
}

std::optional<GpuState> gpu_state(const std::string& bus_id, Detail detail) {
  Handle device = nullptr;
  if (!nvml() || nvml()->find == nullptr || nvml()->find(bus_id.c_str(), &device) != 0) return std::nullopt;
  constexpr int graphics_clock = 0, memory_clock = 2, core_sensor = 0;
  GpuState state;
  if (const auto milliwatts = value<unsigned>(nvml()->power, device)) state.power_watts = *milliwatts / 1000.0;
  if (const auto millijoules = value<unsigned long long>(nvml()->energy, device))
    state.energy_joules = static_cast<double>(*millijoules) / 1000.0;
  if (detail == Detail::power) return state;
  state.graphics_megahertz = value<unsigned>(nvml()->clock, device, graphics_clock);
  state.memory_megahertz = value<unsigned>(nvml()->clock, device, memory_clock);
  state.celsius = value<unsigned>(nvml()->temperature, device, core_sensor);
  if (const auto rates = value<Utilization>(nvml()->utilization, device)) state.utilization_percent = rates->gpu;
  if (const auto memory = value<Memory>(nvml()->memory, device)) state.memory_used_bytes = memory->used;
  state.throttle_reasons = value<unsigned long long>(nvml()->throttle, device);
  state.highest_graphics_megahertz = value<unsigned>(nvml()->highest_clock, device, graphics_clock);
  state.application_graphics_megahertz = value<unsigned>(nvml()->application_clock, device, graphics_clock);
  if (const auto milliwatts = value<unsigned>(nvml()->power_limit, device)) state.power_limit_watts = *milliwatts / 1000.0;
  return state;
}

}  // namespace lathe::nvidia
