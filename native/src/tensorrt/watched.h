// Copies of values inside an engine, taken while it runs: TensorRT may overwrite each as soon as it was told.
#pragma once
#include <string>
#include <vector>

#include "../nvidia/cuda.h"
#include "callbacks.h"

namespace lathe::tensorrt {

struct WatchedValue {
  std::string name;
  /// One of enums::type_*, as a value of this ABI.
  int type = 0;
  Shape shape;
  std::vector<char> bytes;
};

class Watched : public DebugListener {
 public:
  explicit Watched(Abi abi) : abi_(abi) {}
  /// Copies on the stream that it was computed on and waits. Values of types without whole bytes are passed over.
  void value(const char* name, int type, const Shape& shape, bool on_host, const void* address, void* stream) override;
  /// In the order of the run; the last of each name. @throws the first failure of a copy.
  std::vector<WatchedValue> take();

 private:
  Abi abi_;
  std::vector<WatchedValue> values_;
  std::string problem_;
};

}  // namespace lathe::tensorrt
