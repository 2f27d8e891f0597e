// Work of a stream, recorded once and launched whole: a CUDA graph.
#pragma once
#include <functional>

#include "device_memory.h"

namespace lathe::nvidia {

class Graph {
 public:
  /// Records what `work` puts on the stream; nothing of it runs. What `work` sets up lazily must have happened before.
  /// @throws CudaError where something in it cannot be captured, or what `work` throws; the stream is then usable again.
  Graph(const Cuda& cuda, const Stream& stream, const std::function<void()>& work);
  ~Graph();
  Graph(const Graph&) = delete;
  Graph& operator=(const Graph&) = delete;
  void launch(const Stream& stream) const;

 private:
  const Cuda& cuda_;
  void* executable_ = nullptr;
};

}  // namespace lathe::nvidia
