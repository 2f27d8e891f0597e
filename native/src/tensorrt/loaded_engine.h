// A serialized engine, loaded on this machine's GPU: what several execution contexts share.
#pragma once
#include <memory>
#include <string>
#include <vector>

#include "../nvidia/cuda.h"
#include "engine_log.h"
#include "library.h"
#include "refit.h"

namespace lathe::tensorrt {

struct Port {
  std::string name;
  bool input = false;
  /// One of enums::type_*, as a value of this ABI.
  int type = 0;
  /// -1 where the size is dynamic.
  Shape shape;
  /// It lies in the host's memory: a shape tensor.
  bool on_host = false;
  /// Of an input, by optimization profile.
  std::vector<Shape> min, opt, max;
};

/// Bytes of one element; 0 for types that are not made of whole bytes.
std::size_t bytes_of_type(Abi abi, int type);

class LoadedEngine {
 public:
  /// @throws std::runtime_error with the first error that TensorRT logged, or nvidia::CudaError.
  LoadedEngine(const LibraryPaths& paths, const std::string& path, LogListener listener);
  LoadedEngine(const LoadedEngine&) = delete;
  LoadedEngine& operator=(const LoadedEngine&) = delete;

  const std::vector<Port>& ports() const { return ports_; }
  Abi abi() const { return library_->abi(); }
  int layers() const;
  int profiles() const;
  int auxiliary_streams() const;
  /// Scratch memory that a context takes on the device.
  std::uint64_t scratch_bytes() const;
  /// Gives it other weights by their names.
  void take_weights(const std::map<std::string, NamedValues>& values) { refit_by_name(*library_, get(), values, logger_, log_); }
  /// Writes the engine with the weights that it has now.
  void write(const std::string& path);

  void* get() const { return engine_.get(); }
  Owned create_context();
  void use_device() const { device_.use(); }
  /// @throws std::runtime_error with the first error since the last call, or `otherwise` where none was logged.
  void require(bool good, const std::string& otherwise) { log_.require(good, otherwise); }

 private:
  void describe_ports();

  // In the order in which they must be made; they are destroyed the other way round.
  std::shared_ptr<Library> library_;
  EngineLog log_;
  nvidia::CurrentDevice device_;
  Callback logger_, recorder_;
  Owned runtime_, engine_;
  std::vector<Port> ports_;
};

}  // namespace lathe::tensorrt
