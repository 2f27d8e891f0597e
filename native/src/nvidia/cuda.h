// The CUDA driver API, opened at run time: no toolkit and no headers are needed to build or to start Lathe.
#pragma once
#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <vector>

namespace lathe::nvidia {

using DevicePointer = unsigned long long;

/// A failed call, with CUDA's own name and words for it.
class CudaError : public std::runtime_error {
 public:
  CudaError(int code, const std::string& words) : std::runtime_error(words), code(code) {}
  const int code;
};

/// The table of functions. Calls go through `check`.
struct Cuda {
#define LATHE_CUDA(name, exported, arguments) int(*name) arguments = nullptr;
#include "cuda_functions.inc"
#undef LATHE_CUDA

  /// @throws CudaError naming `what` where a call did not succeed.
  void check(int result, const char* what) const;
};

/// Opens libcuda.so.1 and initializes it, once. @throws std::runtime_error where there is no usable driver, with why.
const Cuda& cuda();

struct Device {
  int ordinal = 0;
  std::string name;
  int compute_major = 0;
  int compute_minor = 0;
  std::uint64_t memory_bytes = 0;
  int multiprocessors = 0;
  /// Such as 0000:3B:00.0: the name that NVML knows it by.
  std::string bus_id;
};

/// Highest CUDA version that the driver supports, as `13.0`.
std::string driver_cuda_version(const Cuda& cuda);
std::vector<Device> devices(const Cuda& cuda);

/// Makes a device's primary context, which TensorRT uses too, current in this thread; releases it at its end.
class CurrentDevice {
 public:
  CurrentDevice(const Cuda& cuda, int ordinal);
  ~CurrentDevice();
  CurrentDevice(const CurrentDevice&) = delete;
  CurrentDevice& operator=(const CurrentDevice&) = delete;
  /// For another thread that shall use the same context.
  void use() const;

 private:
  const Cuda& cuda_;
  int device_ = 0;
  void* context_ = nullptr;
};

}  // namespace lathe::nvidia
