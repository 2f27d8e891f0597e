// The profiler of layers: in 8.6 and 10 its one method stands first; since 11 it follows the version.
#include <utility>

#include "callbacks.h"
#include "versioned.h"

namespace lathe::tensorrt {

namespace {

void report(const ProfileListener& listener, const char* layer, float milliseconds) noexcept {
  try {
    listener(layer == nullptr ? "" : layer, milliseconds);
  } catch (...) {
    // TensorRT's frames below cannot be unwound.
  }
}

class PlainProfiler {
 public:
  explicit PlainProfiler(ProfileListener listener) : listener_(std::move(listener)) {}
  virtual void layer_time(const char* layer, float milliseconds) noexcept { report(listener_, layer, milliseconds); }
  virtual ~PlainProfiler() noexcept = default;

 private:
  ProfileListener listener_;
};

class VersionedProfiler : public Versioned {
 public:
  explicit VersionedProfiler(ProfileListener listener) : Versioned("IProfiler"), listener_(std::move(listener)) {}
  virtual void layer_time(const char* layer, float milliseconds) noexcept { report(listener_, layer, milliseconds); }

 private:
  ProfileListener listener_;
};

}  // namespace

Callback make_profiler(Abi abi, ProfileListener listener) {
  if (since_11(abi)) {
    const auto made = std::make_shared<VersionedProfiler>(std::move(listener));
    return {made, made.get()};
  }
  const auto made = std::make_shared<PlainProfiler>(std::move(listener));
  return {made, made.get()};
}

}  // namespace lathe::tensorrt
