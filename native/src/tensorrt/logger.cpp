// The logger: in 8.6 and 10 its one method stands first; since 11 it follows the version.
#include <utility>

#include "callbacks.h"
#include "versioned.h"

namespace lathe::tensorrt {

namespace {

void tell(const LogListener& listener, std::int32_t severity, const char* message) noexcept {
  try {
    listener(static_cast<Severity>(severity), message == nullptr ? "" : message);
  } catch (...) {
    // TensorRT's frames below cannot be unwound; a line that cannot be told is lost.
  }
}

class PlainLogger {
 public:
  explicit PlainLogger(LogListener listener) : listener_(std::move(listener)) {}
  virtual void log(std::int32_t severity, const char* message) noexcept { tell(listener_, severity, message); }
  virtual ~PlainLogger() = default;

 private:
  LogListener listener_;
};

class VersionedLogger : public Versioned {
 public:
  explicit VersionedLogger(LogListener listener) : Versioned("ILogger"), listener_(std::move(listener)) {}
  virtual void log(std::int32_t severity, const char* message) noexcept { tell(listener_, severity, message); }

 private:
  LogListener listener_;
};

}  // namespace

Callback make_logger(Abi abi, LogListener listener) {
  if (since_11(abi)) {
    const auto made = std::make_shared<VersionedLogger>(std::move(listener));
    return {made, made.get()};
  }
  const auto made = std::make_shared<PlainLogger>(std::move(listener));
  return {made, made.get()};
}

}  // namespace lathe::tensorrt
