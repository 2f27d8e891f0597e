// The base of callback interfaces since TensorRT 10: language, name and version come first in the table of functions.
#pragma once
#include <cstdint>

namespace lathe::tensorrt {

struct InterfaceInfo {
  const char* kind;
  std::int32_t major;
  std::int32_t minor;
};

class Versioned {
 public:
  explicit Versioned(const char* kind) : kind_(kind) {}
  Versioned(const Versioned&) = delete;
  Versioned& operator=(const Versioned&) = delete;
  virtual std::int32_t language() const noexcept { return 0; }
  virtual InterfaceInfo info() const noexcept { return {kind_, 1, 0}; }
  virtual ~Versioned() noexcept = default;

 private:
  const char* kind_;
};

}  // namespace lathe::tensorrt
