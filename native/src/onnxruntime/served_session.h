// A session of ONNX Runtime that takes and gives tensors as bytes, for one thread that serves it.
#pragma once
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "api.h"

namespace lathe::onnxruntime {

/// What a session says of an input or output.
struct ServedPort {
  std::string name;
  /// ONNX's number of its element type; 0 where it is no tensor.
  int element_type = 0;
  /// Negative where a size is dynamic; `names` then has its name, or nothing.
  std::vector<std::int64_t> dims;
  std::vector<std::string> names;
};

struct ServedOptions {
  /// Threads of one run, at least 1.
  int threads = 1;
  bool optimize = true;
  /// Session configuration entries as ONNX Runtime names them.
  std::map<std::string, std::string> configuration;
};

/// A tensor whose bytes lie elsewhere, by its place among the inputs or outputs.
struct PlacedTensor {
  std::size_t place;
  std::vector<std::int64_t> dims;
  const void* data;
  std::size_t bytes;
};

class ServedSession {
 public:
  /// @throws std::runtime_error with ONNX Runtime's words where it refuses the model.
  ServedSession(const std::string& library, const std::string& path, const ServedOptions& options);
  ~ServedSession();
  ServedSession(const ServedSession&) = delete;
  ServedSession& operator=(const ServedSession&) = delete;

  const std::vector<ServedPort>& inputs() const { return inputs_; }
  const std::vector<ServedPort>& outputs() const { return outputs_; }

  /// Runs once, without copying what goes in. The outputs hold until the next run.
  /// @param wanted places of outputs.
  /// @throws std::runtime_error with ONNX Runtime's words.
  const std::vector<PlacedTensor>& run(const std::vector<PlacedTensor>& tensors, const std::vector<std::size_t>& wanted);

 private:
  void forget();

  const Api& api_;
  Session* session_ = nullptr;
  MemoryInfo* memory_ = nullptr;
  std::vector<ServedPort> inputs_;
  std::vector<ServedPort> outputs_;
  std::vector<Value*> values_;
  std::vector<PlacedTensor> results_;
};

/// Bytes of one element of a type whose elements are all as long; 0 of any other.
std::size_t width_of(int element_type);

}  // namespace lathe::onnxruntime
