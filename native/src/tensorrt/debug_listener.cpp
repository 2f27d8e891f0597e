// The listener that gets values from inside an engine while it runs, new in TensorRT 10.
#include <stdexcept>

#include "callbacks.h"
#include "versioned.h"

namespace lathe::tensorrt {

namespace {

class VersionedListener : public Versioned {
 public:
  VersionedListener(DebugListener& listener, int host) : Versioned("IDebugListener"), listener_(listener), host_(host) {}
  virtual bool process(const void* address, std::int32_t location, std::int32_t type, const Dims64& dims, const char* name,
                       void* stream) noexcept {
    try {
      listener_.value(name == nullptr ? "" : name, type, to_shape(dims), location == host_, address, stream);
      return true;
    } catch (...) {
      // TensorRT ends the run, and the listener knows why.
      return false;
    }
  }

 private:
  DebugListener& listener_;
  int host_;
};

}  // namespace

Callback make_debug_listener(Abi abi, DebugListener& listener) {
  if (abi == Abi::trt8) throw std::logic_error("TensorRT 8.6 knows no debug tensors");
  const auto made = std::make_shared<VersionedListener>(listener, enums::location_host.in(abi));
  return {made, made.get()};
}

}  // namespace lathe::tensorrt
