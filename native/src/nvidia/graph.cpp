#include "graph.h"

namespace lathe::nvidia {

namespace {

/// What was recorded, until it is made executable.
struct Recording {
  explicit Recording(const Cuda& cuda) : cuda(cuda) {}
  ~Recording() {
    if (graph != nullptr) cuda.graph_destroy(graph);
  }
  const Cuda& cuda;
  void* graph = nullptr;
};

}  // namespace

Graph::Graph(const Cuda& cuda, const Stream& stream, const std::function<void()>& work) : cuda_(cuda) {
  // Other threads of the process may go on allocating.
  constexpr int thread_local_mode = 1;
  Recording recording(cuda);
  cuda.check(cuda.capture_begin(stream.get(), thread_local_mode), "capturing a CUDA graph");
  try {
    work();
  } catch (...) {
    cuda.capture_end(stream.get(), &recording.graph);
    throw;
  }
  cuda.check(cuda.capture_end(stream.get(), &recording.graph), "capturing a CUDA graph");
  cuda.check(cuda.graph_instantiate(&executable_, recording.graph, 0), "instantiating a CUDA graph");
}

Graph::~Graph() {
  if (executable_ != nullptr) cuda_.executable_destroy(executable_);
}

void Graph::launch(const Stream& stream) const {
  cuda_.check(cuda_.graph_launch(executable_, stream.get()), "launching a CUDA graph");
}

}  // namespace lathe::nvidia
