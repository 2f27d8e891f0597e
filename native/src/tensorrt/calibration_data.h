// Samples in memory for the INT8 calibrators of TensorRT 8.6 and 10.
#pragma once
#include <cstddef>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "callbacks.h"

namespace lathe::tensorrt {

enum class CalibrationMethod { entropy, minmax };

/// One batch: the bytes of each input, by name.
using Batch = std::map<std::string, std::vector<char>>;

struct CalibrationData {
  CalibrationMethod method = CalibrationMethod::entropy;
  /// Samples in a batch.
  int batch_size = 1;
  std::vector<Batch> batches;
  /// An earlier calibration's text, used instead of the batches; empty for none.
  std::string cache;
};

/// Feeds batches through device memory. @throws nvidia::CudaError or std::runtime_error where there is no GPU.
std::unique_ptr<CalibrationListener> feed_batches(const CalibrationData& data, std::string& kept_cache);

}  // namespace lathe::tensorrt
