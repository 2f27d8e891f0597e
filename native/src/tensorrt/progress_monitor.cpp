// The progress monitor, new in TensorRT 10.
#include <stdexcept>

#include "callbacks.h"
#include "versioned.h"

namespace lathe::tensorrt {

namespace {

std::string text(const char* words) { return words == nullptr ? std::string() : std::string(words); }

class ProgressMonitor : public Versioned {
 public:
  explicit ProgressMonitor(ProgressListener& listener) : Versioned("IProgressMonitor"), listener_(listener) {}
  virtual void phase_start(const char* phase, const char* parent, std::int32_t steps) noexcept {
    try {
      listener_.start(text(phase), text(parent), steps);
    } catch (...) {
      // Progress that cannot be told must not end the build.
    }
  }
  virtual bool step_complete(const char* phase, std::int32_t step) noexcept {
    try {
      return listener_.step(text(phase), step);
    } catch (...) {
      return true;
    }
  }
  virtual void phase_finish(const char* phase) noexcept {
    try {
      listener_.finish(text(phase));
    } catch (...) {
      // As above.
    }
  }

 private:
  ProgressListener& listener_;
};

}  // namespace

Callback make_progress_monitor(Abi abi, ProgressListener& listener) {
  if (abi == Abi::trt8) throw std::logic_error("TensorRT 8.6 reports no progress");
  const auto made = std::make_shared<ProgressMonitor>(listener);
  return {made, made.get()};
}

}  // namespace lathe::tensorrt
