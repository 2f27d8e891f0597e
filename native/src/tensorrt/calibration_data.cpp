#include "calibration_data.h"

#include <stdexcept>

#include "../nvidia/device_memory.h"

namespace lathe::tensorrt {

namespace {

class Feeder : public CalibrationListener {
 public:
  Feeder(const CalibrationData& data, std::string& kept) : data_(data), kept_(kept) {
    // With a cache no batch is asked for, no device is needed by us, and nothing may be written: it is what was used.
    kept_ = data.cache;
    if (!data.cache.empty()) return;
    if (data.batches.empty()) throw std::runtime_error("INT8 calibration was given neither samples nor a cache");
    stream_ = std::make_unique<nvidia::Stream>(nvidia::cuda());
  }
  int batch_size() const override { return data_.batch_size; }
  bool next_batch(const char* const* names, int count, void** addresses) override {
    if (next_ >= data_.batches.size()) return false;
    const auto& batch = data_.batches[next_++];
    for (int index = 0; index < count; ++index) {
      const auto found = batch.find(names[index]);
      if (found == batch.end()) return false;
      auto& memory = memory_[names[index]];
      if (memory.bytes() < found->second.size()) memory = nvidia::DeviceMemory(nvidia::cuda(), found->second.size());
      stream_->copy_in(memory, found->second.data(), found->second.size());
      addresses[index] = memory.address();
    }
    stream_->synchronize();
    return true;
  }
  const std::string& cache() override { return data_.cache; }
  void keep_cache(std::string text) override { kept_ = std::move(text); }

 private:
  const CalibrationData& data_;
  std::string& kept_;
  std::size_t next_ = 0;
  std::unique_ptr<nvidia::Stream> stream_;
  std::map<std::string, nvidia::DeviceMemory> memory_;
};

}  // namespace

std::unique_ptr<CalibrationListener> feed_batches(const CalibrationData& data, std::string& kept_cache) {
  return std::make_unique<Feeder>(data, kept_cache);
}

}  // namespace lathe::tensorrt
