// The GPUs of this machine for JavaScript.
#include <napi.h>

#include "../nvidia/cuda.h"
#include "../nvidia/nvml.h"
#include "values.h"

namespace lathe::addon {

namespace {

/// nvidiaDevices() → { driver, cuda, devices, problem }: `problem` says why there is none.
Napi::Value devices(const Napi::CallbackInfo& info) {
  const auto env = info.Env();
  auto result = Napi::Object::New(env);
  auto list = Napi::Array::New(env);
  result.Set("devices", list);
  result.Set("driver", nvidia::driver_version());
  result.Set("cuda", "");
  result.Set("problem", env.Null());
  try {
    const auto& cuda = nvidia::cuda();
    result.Set("cuda", nvidia::driver_cuda_version(cuda));
    for (const auto& device : nvidia::devices(cuda)) {
      auto one = Napi::Object::New(env);
      one.Set("ordinal", device.ordinal);
      one.Set("name", device.name);
      one.Set("computeCapability", std::to_string(device.compute_major) + "." + std::to_string(device.compute_minor));
      one.Set("memoryBytes", static_cast<double>(device.memory_bytes));
      one.Set("multiprocessors", device.multiprocessors);
      one.Set("busId", device.bus_id);
      list.Set(list.Length(), one);
    }
  } catch (const std::exception& error) {
    result.Set("problem", error.what());
  }
  return result;
}

template <class T>
void set_known(Napi::Object object, const char* key, const std::optional<T>& value) {
  if (value) object.Set(key, static_cast<double>(*value));
}

/// gpuState(busId) → what NVML reports now, or null.
Napi::Value state(const Napi::CallbackInfo& info) {
  const auto found = nvidia::gpu_state(info[0].As<Napi::String>());
  return found ? to_object(info.Env(), *found) : info.Env().Null();
}

}  // namespace

Napi::Object to_object(Napi::Env env, const nvidia::GpuState& state) {
  auto object = Napi::Object::New(env);
  set_known(object, "powerWatts", state.power_watts);
  set_known(object, "energyJoules", state.energy_joules);
  set_known(object, "graphicsMegahertz", state.graphics_megahertz);
  set_known(object, "memoryMegahertz", state.memory_megahertz);
  set_known(object, "celsius", state.celsius);
  set_known(object, "utilizationPercent", state.utilization_percent);
  set_known(object, "memoryUsedBytes", state.memory_used_bytes);
  set_known(object, "throttleReasons", state.throttle_reasons);
  set_known(object, "highestGraphicsMegahertz", state.highest_graphics_megahertz);
  set_known(object, "applicationGraphicsMegahertz", state.application_graphics_megahertz);
  set_known(object, "powerLimitWatts", state.power_limit_watts);
  return object;
}

void define_nvidia(Napi::Env env, Napi::Object exports) {
  exports.Set("nvidiaDevices", Napi::Function::New(env, devices));
  exports.Set("gpuState", Napi::Function::New(env, state));
}

}  // namespace lathe::addon
