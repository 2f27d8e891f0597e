// Builds an engine from an ONNX file with TensorRT's own parser.
#pragma once
#include <atomic>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "calibration_data.h"
#include "opened_builder.h"

namespace lathe::tensorrt {

/// Sizes of one input's dimensions; of a shape tensor's values where the input is one.
struct ShapeRange {
  Shape min, opt, max;
};

/// An optimization profile: by input name. A dynamic input that is not named gets 1 for each unknown dimension.
using Profile = std::map<std::string, ShapeRange>;

struct BuildOptions {
  std::string model_path;
  std::string engine_path;
  std::vector<Profile> profiles;
  /// Bytes of scratch memory a kernel may use; 0: as much as the device has.
  std::uint64_t workspace_bytes = 0;
  /// 0 (fast to build) to 5 (slow, and better engines); nothing: TensorRT's default.
  std::optional<int> optimization_level;
  /// Timings averaged for each kernel; nothing: TensorRT's default.
  std::optional<int> timing_iterations;
  bool tf32 = true;
  bool sparse_weights = false;
  bool version_compatible = false;
  bool ampere_plus = false;
  bool refit = false;
  bool strip_plan = false;
  /// The deep learning accelerator to build for, counted from 0; nothing: the GPU.
  std::optional<int> dla_core;
  /// Layers that the accelerator lacks run on the GPU.
  bool gpu_fallback = true;
  /// Layers described in full, so that the engine can be inspected and mapped to the model.
  bool detailed = true;
  /// Types come from the model alone. Always so from 11 on; 8.6 knows no such mode.
  bool strongly_typed = false;
  /// Flags that let the builder choose lower precision, 8.6 and 10 only.
  bool fp16 = false;
  bool bf16 = false;
  bool int8 = false;
  /// Batches for INT8 by the builder's calibrator, or a calibration cache.
  std::optional<CalibrationData> calibration;
  /// Timings of an earlier build on the same device and version; empty for none.
  std::vector<char> timing_cache;
  std::vector<std::string> plugins;
  /// Values that the engine gives out while it runs, besides its outputs: these names, or all of floats. Each ends what
  /// would be fused across it. 10 and later only.
  std::vector<std::string> debug_tensors{};
  bool debug_all = false;
  /// Those that are not fused anyway, which costs no fusion: 11 only.
  bool debug_unfused = false;
};

/// What the ONNX parser says of a node.
struct ParserMessage {
  int code = 0;
  std::string description;
  /// Place in the graph; -1 where it belongs to no node.
  int node = -1;
  std::string node_name;
  std::string node_operator;
  std::string file;
  int line = 0;
  std::string function;
};

/// Hears of everything, from whatever thread TensorRT uses.
struct BuildListener : ProgressListener {
  virtual void log(Severity severity, const std::string& line) = 0;
};

enum class BuildStatus { built, failed, cancelled };

struct BuildOutcome {
  BuildStatus status = BuildStatus::failed;
  /// What was being done: `load`, `parse`, `configure`, `build`, `write`.
  std::string stage;
  /// Milliseconds of each stage that was begun, in this order.
  std::vector<std::pair<std::string, double>> stages;
  /// One sentence; empty where it was built.
  std::string reason;
  std::vector<ParserMessage> parser_messages;
  std::uint64_t engine_bytes = 0;
  int network_layers = 0;
  std::vector<char> timing_cache;
  /// The calibrator's cache text; empty where there was no calibration.
  std::string calibration_cache;
  /// The ranges of every dynamic input as they were given to TensorRT.
  std::vector<Profile> profiles;
  /// Values that were marked to be given out.
  std::vector<std::string> debug_tensors;
};

/// Never throws: what goes wrong is in the outcome. `cancel` is looked at whenever TensorRT reports progress.
/// @param builder of the same library where one was opened before; it is gone afterwards.
BuildOutcome build_engine(const LibraryPaths& paths, const BuildOptions& options, BuildListener& listener,
                          const std::atomic<bool>& cancel, std::unique_ptr<OpenedBuilder> builder = nullptr);

}  // namespace lathe::tensorrt
