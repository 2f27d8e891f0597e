#include "cuda.h"

#include <cstdlib>

#include "../dynamic_library.h"

namespace lathe::nvidia {

namespace {

constexpr int multiprocessor_count = 16;
constexpr int compute_capability_major = 75;
constexpr int compute_capability_minor = 76;

Cuda open() {
  void* library = try_load_library("libcuda.so.1");
  if (library == nullptr) throw std::runtime_error("there is no NVIDIA driver (libcuda.so.1)");
  Cuda cuda;
#define LATHE_CUDA(name, exported, arguments)                                 \
  cuda.name = function_of<decltype(cuda.name)>(library, #exported);           \
  if (cuda.name == nullptr) throw std::runtime_error("the NVIDIA driver is too old: it has no " #exported);
#include "cuda_functions.inc"
#undef LATHE_CUDA
  // Kernels are loaded when they are first launched, as they are by default since CUDA 12.2: all that a builder has are
  // gigabytes. What the user says goes first.
  setenv("CUDA_MODULE_LOADING", "LAZY", 0);
  const int result = cuda.init(0);
  cuda.check(result, "cuInit");
  return cuda;
}

}  // namespace

void Cuda::check(int result, const char* what) const {
  if (result == 0) return;
  const char* name = nullptr;
  const char* words = nullptr;
  error_name(result, &name);
  error_text(result, &words);
  throw CudaError(result, std::string(what) + " failed with " + (name ? name : std::to_string(result)) +
                              (words ? std::string(": ") + words : std::string()));
}

const Cuda& cuda() {
  static const Cuda opened = open();
  return opened;
}

std::string driver_cuda_version(const Cuda& cuda) {
  int version = 0;
  cuda.check(cuda.driver_version(&version), "cuDriverGetVersion");
  return std::to_string(version / 1000) + "." + std::to_string(version % 1000 / 10);
}

std::vector<Device> devices(const Cuda& cuda) {
  int count = 0;
  cuda.check(cuda.device_count(&count), "cuDeviceGetCount");
  std::vector<Device> all;
  for (int ordinal = 0; ordinal < count; ++ordinal) {
    Device device;
    int handle = 0;
    std::size_t bytes = 0;
    char text[256] = {};
    device.ordinal = ordinal;
    cuda.check(cuda.device_get(&handle, ordinal), "cuDeviceGet");
    cuda.check(cuda.device_name(text, sizeof text - 1, handle), "cuDeviceGetName");
    device.name = text;
    cuda.check(cuda.device_memory(&bytes, handle), "cuDeviceTotalMem");
    device.memory_bytes = bytes;
    cuda.check(cuda.device_attribute(&device.compute_major, compute_capability_major, handle), "cuDeviceGetAttribute");
    cuda.check(cuda.device_attribute(&device.compute_minor, compute_capability_minor, handle), "cuDeviceGetAttribute");
    cuda.check(cuda.device_attribute(&device.multiprocessors, multiprocessor_count, handle), "cuDeviceGetAttribute");
    cuda.check(cuda.device_bus_id(text, sizeof text - 1, handle), "cuDeviceGetPCIBusId");
    device.bus_id = text;
    all.push_back(device);
  }
  return all;
}

CurrentDevice::CurrentDevice(const Cuda& cuda, int ordinal) : cuda_(cuda) {
  cuda_.check(cuda_.device_get(&device_, ordinal), "cuDeviceGet");
  cuda_.check(cuda_.context_retain(&context_, device_), "cuDevicePrimaryCtxRetain");
  use();
}

CurrentDevice::~CurrentDevice() { cuda_.context_release(device_); }

void CurrentDevice::use() const { cuda_.check(cuda_.context_use(context_), "cuCtxSetCurrent"); }

}  // namespace lathe::nvidia
