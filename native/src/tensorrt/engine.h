// A serialized engine, loaded on this machine's GPU: its inputs and outputs, inference, and its layers.
#pragma once
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "../nvidia/device_memory.h"
#include "engine_log.h"
#include "library.h"

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
  ~Engine();
  Engine(const Engine&) = delete;
  Engine& operator=(const Engine&) = delete;

  const std::vector<Port>& ports() const { return ports_; }
  Abi abi() const { return library_->abi(); }
  int layers() const;
  int profiles() const;
  int auxiliary_streams() const;
  /// Scratch memory that a context takes on the device.
  std::uint64_t scratch_bytes() const;

  /// Chooses the first profile that holds the shapes, sets them, makes room, and keeps the values in pinned memory.
  void feed(const Tensors& inputs);
  /// Copies inputs in, runs, copies outputs out and waits. `feed` comes first.
  Tensors infer();

  /// The pieces that a measurement times.
  void copy_in(const nvidia::Stream& stream);
  void enqueue(const nvidia::Stream& stream);
  void copy_out(const nvidia::Stream& stream);
  void set_profiler(const Callback& profiler);

  /// The inspector's JSON of all layers, with the shapes that were fed; it may hold raw control characters.
  std::string inspect();
  void use_device() const { device_.use(); }

 private:
  struct Slot {
    nvidia::DeviceMemory device;
    nvidia::HostMemory host;
    Shape shape;
    std::size_t bytes = 0;
  };
  struct Growing;

  void describe_ports();
  int profile_for(const Tensors& inputs) const;
  void choose_profile(int profile);
  void place_input(const Port& port, const Tensor& tensor);
  void place_output(const Port& port);
  Shape context_shape(const std::string& name) const;
  void require(bool good, const std::string& otherwise) { log_.require(good, otherwise); }

  // In the order in which they must be made; they are destroyed the other way round.
  std::shared_ptr<Library> library_;
  EngineLog log_;
  nvidia::CurrentDevice device_;
  Callback logger_;
  Owned runtime_, engine_, context_;
  std::vector<Port> ports_;
  std::map<std::string, Slot> slots_;
  std::map<std::string, std::unique_ptr<Growing>> growing_;
  nvidia::Stream stream_;
  int profile_ = 0;
};

}  // namespace lathe::tensorrt
