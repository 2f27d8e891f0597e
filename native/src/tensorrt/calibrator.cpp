// INT8 calibrators of TensorRT 8.6 and 10: five methods, which in 10 follow the version.
#include <stdexcept>
#include <utility>

#include "callbacks.h"
#include "versioned.h"

namespace lathe::tensorrt {

namespace {

bool batch(CalibrationListener& listener, void** addresses, const char* const* names, std::int32_t count) noexcept {
  try {
    return listener.next_batch(names, count, addresses);
  } catch (...) {
    return false;
  }
}
const void* read(CalibrationListener& listener, std::size_t& length) noexcept {
  length = 0;
  try {
    const auto& text = listener.cache();
    length = text.size();
    return text.empty() ? nullptr : text.data();
  } catch (...) {
    return nullptr;
  }
}
void keep(CalibrationListener& listener, const void* bytes, std::size_t length) noexcept {
  try {
    listener.keep_cache(std::string(static_cast<const char*>(bytes), length));
  } catch (...) {
    // The build goes on; only the cache is not kept.
  }
}

class PlainCalibrator {
 public:
  PlainCalibrator(CalibrationListener& listener, std::int32_t algorithm) : listener_(listener), algorithm_(algorithm) {}
  virtual std::int32_t batch_size() const noexcept { return listener_.batch_size(); }
  virtual bool next_batch(void** addresses, const char** names, std::int32_t count) noexcept {
    return batch(listener_, addresses, names, count);
  }
  virtual const void* read_cache(std::size_t& length) noexcept { return read(listener_, length); }
  virtual void write_cache(const void* bytes, std::size_t length) noexcept { keep(listener_, bytes, length); }
  virtual std::int32_t algorithm() noexcept { return algorithm_; }
  virtual ~PlainCalibrator() noexcept = default;

 private:
  CalibrationListener& listener_;
  std::int32_t algorithm_;
};

class VersionedCalibrator : public Versioned {
 public:
  VersionedCalibrator(const char* kind, CalibrationListener& listener, std::int32_t algorithm)
      : Versioned(kind), listener_(listener), algorithm_(algorithm) {}
  virtual std::int32_t batch_size() const noexcept { return listener_.batch_size(); }
  virtual bool next_batch(void** addresses, const char** names, std::int32_t count) noexcept {
    return batch(listener_, addresses, names, count);
  }
  virtual const void* read_cache(std::size_t& length) noexcept { return read(listener_, length); }
  virtual void write_cache(const void* bytes, std::size_t length) noexcept { keep(listener_, bytes, length); }
  virtual std::int32_t algorithm() noexcept { return algorithm_; }

 private:
  CalibrationListener& listener_;
  std::int32_t algorithm_;
};

}  // namespace

Callback make_calibrator(Abi abi, CalibrationListener& listener, Enumerator algorithm) {
  const int value = algorithm.in(abi);
  if (value < 0) throw std::logic_error("this series of TensorRT has no calibrators: its precision is in the model");
  if (abi == Abi::trt8) {
    const auto made = std::make_shared<PlainCalibrator>(listener, value);
    return {made, made.get()};
  }
  const auto* kind = value == enums::calibration_minmax.in(abi) ? "IInt8MinMaxCalibrator" : "IInt8EntropyCalibrator2";
  const auto made = std::make_shared<VersionedCalibrator>(kind, listener, value);
  return {made, made.get()};
}

}  // namespace lathe::tensorrt
