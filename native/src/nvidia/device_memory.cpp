#include "device_memory.h"

#include <utility>

namespace lathe::nvidia {

DeviceMemory::DeviceMemory(const Cuda& cuda, std::size_t bytes) : cuda_(&cuda), bytes_(bytes) {
  // An empty tensor still needs an address.
  cuda.check(cuda.allocate(&pointer_, bytes == 0 ? 1 : bytes), "allocating memory on the GPU");
}
DeviceMemory::DeviceMemory(DeviceMemory&& other) noexcept { *this = std::move(other); }
DeviceMemory& DeviceMemory::operator=(DeviceMemory&& other) noexcept {
  std::swap(cuda_, other.cuda_);
  std::swap(pointer_, other.pointer_);
  std::swap(bytes_, other.bytes_);
  return *this;
}
DeviceMemory::~DeviceMemory() {
  if (pointer_ != 0) cuda_->release(pointer_);
}

HostMemory::HostMemory(const Cuda& cuda, std::size_t bytes) : cuda_(&cuda), bytes_(bytes) {
  cuda.check(cuda.allocate_host(&address_, bytes == 0 ? 1 : bytes), "allocating pinned memory");
}
HostMemory::HostMemory(HostMemory&& other) noexcept { *this = std::move(other); }
HostMemory& HostMemory::operator=(HostMemory&& other) noexcept {
  std::swap(cuda_, other.cuda_);
  std::swap(address_, other.address_);
  std::swap(bytes_, other.bytes_);
  return *this;
}
HostMemory::~HostMemory() {
  if (address_ != nullptr) cuda_->release_host(address_);
}

Event::Event(const Cuda& cuda) : cuda_(&cuda) { cuda.check(cuda.event_create(&event_, 0), "creating an event"); }
Event::Event(Event&& other) noexcept : cuda_(other.cuda_), event_(std::exchange(other.event_, nullptr)) {}
Event::~Event() {
  if (event_ != nullptr) cuda_->event_destroy(event_);
}
void Event::synchronize() const { cuda_->check(cuda_->event_synchronize(event_), "waiting for the GPU"); }
float Event::since(const Event& earlier) const {
  float milliseconds = 0;
  cuda_->check(cuda_->event_elapsed(&milliseconds, earlier.event_, event_), "reading the GPU's clock");
  return milliseconds;
}

Stream::Stream(const Cuda& cuda) : cuda_(cuda) {
  constexpr unsigned non_blocking = 1;
  cuda_.check(cuda_.stream_create(&stream_, non_blocking), "creating a stream");
}
Stream::~Stream() { cuda_.stream_destroy(stream_); }
void Stream::copy_in(const DeviceMemory& to, const void* from, std::size_t bytes) const {
  if (bytes > 0) cuda_.check(cuda_.copy_in(to.pointer(), from, bytes, stream_), "copying to the GPU");
}
void Stream::copy_out(void* to, const DeviceMemory& from, std::size_t bytes) const {
  if (bytes > 0) cuda_.check(cuda_.copy_out(to, from.pointer(), bytes, stream_), "copying from the GPU");
}
void Stream::record(const Event& event) const {
  cuda_.check(cuda_.event_record(event.get(), stream_), "recording an event");
}
void Stream::wait(const Event& event) const {
  cuda_.check(cuda_.stream_wait(stream_, event.get(), 0), "waiting for an event");
}
void Stream::synchronize() const { cuda_.check(cuda_.stream_synchronize(stream_), "waiting for the GPU"); }

}  // namespace lathe::nvidia
