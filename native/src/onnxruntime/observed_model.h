// Runs a model in ONNX Runtime and counts what it computes into histograms where it lies, without a copy.
#pragma once
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "count_operator.h"

namespace lathe::onnxruntime {

struct ModelOptions {
  /// Threads of one run, at least 1.
  int threads = 1;
  bool optimize = true;
  /// Session configuration entries as ONNX Runtime names them.
  std::map<std::string, std::string> configuration;
};

/// A model as a file, or as the bytes of one where `path` is empty; these are needed while it is opened only.
struct ModelBytes {
  std::string path;
  const void* bytes = nullptr;
  std::size_t size = 0;
};

/// What one input is given. The values must not change while the model runs.
struct Feed {
  std::string name;
  int element_type;
  std::vector<std::int64_t> dims;
  const void* data;
  std::size_t bytes;
  /// Whether they are counted too, as which tensor; only where they are float32.
  bool observed;
  std::size_t tensor;
};

/// An output of a `lathe.Count` node, and the place of its histogram.
struct CountedOutput {
  std::string name;
  std::size_t tensor;
};

class ObservedModel {
 public:
  /// @throws std::runtime_error with ONNX Runtime's words where it refuses the model.
  ObservedModel(const std::string& library, const ModelBytes& model, const ModelOptions& options, std::vector<CountedOutput> outputs);
  ~ObservedModel();
  ObservedModel(const ObservedModel&) = delete;
  ObservedModel& operator=(const ObservedModel&) = delete;

  /// Runs the model once, whose `lathe.Count` nodes count what they read, and counts the observed inputs. Several threads
  /// may run at once, with the same histograms. Returns the extremes of this run by tensor; of tensors that are not
  /// observed +infinity, -infinity, 0.
  /// @throws std::runtime_error with ONNX Runtime's words.
  std::vector<Extremes> run(const std::vector<Feed>& feeds, HistogramSet& histograms);

 private:
  using Values = std::vector<std::unique_ptr<Value, void (*)(Value*)>>;
  Values infer(const std::vector<Feed>& feeds);

  const Api& api_;
  CountOperator counting_;
  std::vector<CountedOutput> outputs_;
  std::vector<const char*> output_names_;
  MemoryInfo* memory_ = nullptr;
  Session* session_ = nullptr;
};

}  // namespace lathe::onnxruntime
