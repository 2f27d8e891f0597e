// Runs a model in ONNX Runtime and counts what it gives out into histograms where it lies, without a copy.
#pragma once
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "../histogram_set.h"
#include "api.h"

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

/// An output and the place of its histogram.
struct ObservedOutput {
  std::string name;
  std::size_t tensor;
};

class ObservedModel {
 public:
  /// @throws std::runtime_error with ONNX Runtime's words where it refuses the model.
  ObservedModel(const std::string& library, const ModelBytes& model, const ModelOptions& options, std::vector<ObservedOutput> outputs);
  ~ObservedModel();
  ObservedModel(const ObservedModel&) = delete;
  ObservedModel& operator=(const ObservedModel&) = delete;

  /// Runs the model once and counts the outputs and the observed inputs. Several threads may run at once: each has
  /// buffers of its own, which are kept for the next run. Returns the extremes of this run by tensor; of tensors that
  /// are not observed +infinity, -infinity, 0.
  /// @throws std::runtime_error with ONNX Runtime's words, and where an output is not float32.
  std::vector<Extremes> run(const std::vector<Feed>& feeds, HistogramSet& histograms);

 private:
  struct Lane;
  std::unique_ptr<Lane> take_lane();
  void infer(const std::vector<Feed>& feeds, Lane& lane);

  const Api& api_;
  std::vector<ObservedOutput> outputs_;
  std::vector<const char*> output_names_;
  MemoryInfo* memory_ = nullptr;
  Session* session_ = nullptr;

  std::mutex mutex_;
  std::vector<std::unique_ptr<Lane>> idle_;
  std::size_t lanes_ = 0;
};

}  // namespace lathe::onnxruntime
