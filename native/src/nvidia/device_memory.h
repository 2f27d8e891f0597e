// Memory, streams and events of a GPU with owners.
#pragma once
#include <cstddef>

#include "cuda.h"

namespace lathe::nvidia {

/// Bytes on the device that is current when they are allocated.
class DeviceMemory {
 public:
  DeviceMemory() = default;
  DeviceMemory(const Cuda& cuda, std::size_t bytes);
  DeviceMemory(DeviceMemory&& other) noexcept;
  DeviceMemory& operator=(DeviceMemory&& other) noexcept;
  ~DeviceMemory();

  DevicePointer pointer() const { return pointer_; }
  void* address() const { return reinterpret_cast<void*>(pointer_); }
  std::size_t bytes() const { return bytes_; }

 private:
  const Cuda* cuda_ = nullptr;
  DevicePointer pointer_ = 0;
  std::size_t bytes_ = 0;
};

/// Pinned memory of the host, which copies run over without the processor.
class HostMemory {
 public:
  HostMemory() = default;
  HostMemory(const Cuda& cuda, std::size_t bytes);
  HostMemory(HostMemory&& other) noexcept;
  HostMemory& operator=(HostMemory&& other) noexcept;
  ~HostMemory();

  void* address() const { return address_; }
  std::size_t bytes() const { return bytes_; }

 private:
  const Cuda* cuda_ = nullptr;
  void* address_ = nullptr;
  std::size_t bytes_ = 0;
};

class Event {
 public:
  explicit Event(const Cuda& cuda);
  Event(Event&& other) noexcept;
  Event& operator=(Event&&) = delete;
  ~Event();
  void* get() const { return event_; }
  void synchronize() const;
  /// Milliseconds on the GPU's clock, about half a microsecond fine. Both must have happened.
  float since(const Event& earlier) const;

 private:
  const Cuda* cuda_;
  void* event_ = nullptr;
};

/// A stream of its own, which the default stream does not block.
class Stream {
 public:
  explicit Stream(const Cuda& cuda);
  Stream(const Stream&) = delete;
  Stream& operator=(const Stream&) = delete;
  ~Stream();
  void* get() const { return stream_; }
  void copy_in(const DeviceMemory& to, const void* from, std::size_t bytes) const;
  void copy_out(void* to, const DeviceMemory& from, std::size_t bytes) const;
  void record(const Event& event) const;
  void wait(const Event& event) const;
  void synchronize() const;

 private:
  const Cuda& cuda_;
  void* stream_ = nullptr;
};

}  // namespace lathe::nvidia
