// The allocator for outputs whose size the data decides (NonZero, NMS): other methods in 8.6 than since 10.
#include "callbacks.h"
#include "versioned.h"

namespace lathe::tensorrt {

namespace {

void* reallocate(OutputListener& listener, const char* tensor, void* current, std::uint64_t bytes) noexcept {
  try {
    return listener.reallocate(tensor, current, bytes);
  } catch (...) {
    return nullptr;
  }
}
void tell(OutputListener& listener, const char* tensor, const Shape& shape) noexcept {
  try {
    listener.shape(tensor, shape);
  } catch (...) {
    // The run goes on; the reader of the output then misses its shape and says so.
  }
}

class PlainAllocator {
 public:
  explicit PlainAllocator(OutputListener& listener) : listener_(listener) {}
  virtual std::int32_t interface_version() const noexcept { return 1; }
  virtual void* allocate(const char* tensor, void* current, std::uint64_t bytes, std::uint64_t) noexcept {
    return reallocate(listener_, tensor, current, bytes);
  }
  virtual void shape(const char* tensor, const Dims32& dims) noexcept { tell(listener_, tensor, to_shape(dims)); }
  virtual ~PlainAllocator() = default;

 private:
  OutputListener& listener_;
};

class VersionedAllocator : public Versioned {
 public:
  explicit VersionedAllocator(OutputListener& listener) : Versioned("IOutputAllocator"), listener_(listener) {}
  virtual void* allocate(const char* tensor, void* current, std::uint64_t bytes, std::uint64_t) noexcept {
    return reallocate(listener_, tensor, current, bytes);
  }
  virtual void* allocate_on(const char* tensor, void* current, std::uint64_t bytes, std::uint64_t, void*) {
    return reallocate(listener_, tensor, current, bytes);
  }
  virtual void shape(const char* tensor, const Dims64& dims) noexcept { tell(listener_, tensor, to_shape(dims)); }

 private:
  OutputListener& listener_;
};

}  // namespace

Callback make_output_allocator(Abi abi, OutputListener& listener) {
  if (abi == Abi::trt8) {
    const auto made = std::make_shared<PlainAllocator>(listener);
    return {made, made.get()};
  }
  const auto made = std::make_shared<VersionedAllocator>(listener);
  return {made, made.get()};
}

}  // namespace lathe::tensorrt
