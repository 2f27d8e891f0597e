// An engine with an execution context of its own: its inputs and outputs, inference, and its layers.
#pragma once
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "../nvidia/device_memory.h"
#include "loaded_engine.h"
#include "watched.h"

namespace lathe::tensorrt {

/// A value fed or fetched, in host memory.
struct Tensor {
  Shape shape;
  std::vector<char> bytes;
};
using Tensors = std::map<std::string, Tensor>;

/// Not for several threads at once. All methods throw std::runtime_error with the first error that TensorRT logged, or
/// nvidia::CudaError.
class Engine {
 public:
  Engine(const LibraryPaths& paths, const std::string& path, LogListener listener);
  /// The same engine with another context and memory of its own, fed with the same values: for a stream beside this one.
  std::unique_ptr<Engine> beside() const;
  ~Engine();
  Engine(const Engine&) = delete;
  Engine& operator=(const Engine&) = delete;

  const LoadedEngine& loaded() const { return *loaded_; }
  const std::vector<Port>& ports() const { return loaded_->ports(); }
  Abi abi() const { return loaded_->abi(); }
  /// An output whose size the data decides; empty where there is none, or nothing was fed.
  std::string growing_output() const { return growing_.empty() ? std::string() : growing_.begin()->first; }

  /// Chooses the first profile that holds the shapes, sets them, makes room, and keeps the values in pinned memory.
  void feed(const Tensors& inputs);
  /// Copies inputs in, runs, copies outputs out and waits. `feed` comes first.
  Tensors infer();

  /// As `infer`, and the values that the engine was built to give out.
  /// @param unfused whether those are the ones that TensorRT found itself.
  Tensors watch(bool unfused, std::vector<WatchedValue>& values);

  /// The stream that it works on by itself.
  const nvidia::Stream& stream() const { return stream_; }
  /// The pieces that a measurement times.
  void copy_in(const nvidia::Stream& stream);
  void enqueue(const nvidia::Stream& stream);
  void copy_out(const nvidia::Stream& stream);
  void set_profiler(const Callback& profiler);

  /// The inspector's JSON of all layers, with the shapes that were fed; it may hold raw control characters.
  std::string inspect();
  void refit(const std::map<std::string, NamedValues>& values) { loaded_->take_weights(values); }
  void write(const std::string& path) { loaded_->write(path); }
  void use_device() const { loaded_->use_device(); }

 private:
  struct Slot {
    nvidia::DeviceMemory device;
    nvidia::HostMemory host;
    Shape shape;
    std::size_t bytes = 0;
  };
  struct Growing;

  explicit Engine(std::shared_ptr<LoadedEngine> loaded);
  int profile_for(const Tensors& inputs) const;
  void choose_profile(int profile);
  void place_input(const Port& port, const Tensor& tensor);
  void place_output(const Port& port);
  Shape context_shape(const std::string& name) const;
  void require(bool good, const std::string& otherwise) { loaded_->require(good, otherwise); }

  // In the order in which they must be made; they are destroyed the other way round.
  std::shared_ptr<LoadedEngine> loaded_;
  Owned context_;
  std::map<std::string, Slot> slots_;
  std::map<std::string, std::unique_ptr<Growing>> growing_;
  nvidia::Stream stream_;
  int profile_ = 0;
};

}  // namespace lathe::tensorrt
