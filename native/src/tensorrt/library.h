// An installed TensorRT, opened at run time: its version, and the objects that everything else is made from.
#pragma once
#include <memory>
#include <string>
#include <vector>

#include "abi.h"
#include "call.h"
#include "callbacks.h"

namespace lathe::tensorrt {

struct LibraryPaths {
  /// libnvinfer or libtensorrt_rtx.
  std::string runtime;
  /// The ONNX parser of the same series; empty where none was found.
  std::string parser;
  /// An ONNX model whose weights an engine is given when it is loaded; empty for an engine that has its own.
  std::string weights{};
};

class Library {
 public:
  /// @throws std::runtime_error where the file cannot be loaded, is no TensorRT, or is of an unknown series.
  static std::shared_ptr<Library> open(const LibraryPaths& paths);

  const LibraryPaths& paths() const { return paths_; }
  Abi abi() const { return abi_; }
  const Version& version() const { return version_; }
  bool rtx() const { return rtx_; }
  /// `TensorRT 10.6.0` or `TensorRT-RTX 1.7.1`.
  std::string name() const;

  /// Loads the kernels that lie beside the library and that a builder opens by name alone; engines run without them.
  /// @returns the loader's words for each that could not be loaded; TensorRT tells later whether it misses it.
  std::vector<std::string> load_kernels();
  /// The same for the standard plugins, which models and engines may ask for.
  std::vector<std::string> load_standard_plugins(const Callback& logger);
  /// Loads a library of plugins of the user. @throws std::runtime_error where it cannot be loaded.
  void load_plugins(const std::string& path);

  /// Empty where TensorRT refuses; its reason was logged. @throws std::runtime_error where there is no NVIDIA driver.
  Owned create_builder(const Callback& logger) const;
  Owned create_runtime(const Callback& logger) const;
  /// @throws std::runtime_error where there is no parser.
  Owned create_parser(void* network, const Callback& logger);
  Owned create_refitter(void* engine, const Callback& logger) const;
  /// @throws std::runtime_error where there is no parser.
  Owned create_parser_refitter(void* refitter, const Callback& logger);

 private:
  Library() = default;
  /// @throws std::runtime_error where a driver is needed and there is none, with why.
  void require_driver() const;
  void* parser();

  LibraryPaths paths_;
  void* handle_ = nullptr;
  void* parser_ = nullptr;
  int encoded_ = 0;
  Version version_;
  Abi abi_ = Abi::trt10;
  bool rtx_ = false;
};

}  // namespace lathe::tensorrt
