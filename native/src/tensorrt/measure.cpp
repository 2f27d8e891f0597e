#include "measure.h"

#include <chrono>

namespace lathe::tensorrt {

namespace {

using Clock = std::chrono::steady_clock;

double milliseconds_since(Clock::time_point start) {
  return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

/// The engine's work on a stream as a graph, captured once.
class Graph {
 public:
  Graph(const nvidia::Cuda& cuda, Engine& engine, const nvidia::Stream& stream) : cuda_(cuda) {
    constexpr int thread_local_mode = 1;
    // What the first run sets up lazily must not happen while capturing.
    engine.enqueue(stream);
    stream.synchronize();
    cuda.check(cuda.capture_begin(stream.get(), thread_local_mode), "capturing a CUDA graph");
    try {
      engine.enqueue(stream);
    } catch (...) {
      cuda.capture_end(stream.get(), &graph_);
      throw;
    }
    cuda.check(cuda.capture_end(stream.get(), &graph_), "capturing a CUDA graph");
    cuda.check(cuda.graph_instantiate(&executable_, graph_, 0), "instantiating a CUDA graph");
  }
  Graph(const Graph&) = delete;
  Graph& operator=(const Graph&) = delete;
  ~Graph() {
    if (executable_ != nullptr) cuda_.executable_destroy(executable_);
    if (graph_ != nullptr) cuda_.graph_destroy(graph_);
  }
  void launch(const nvidia::Stream& stream) const {
    cuda_.check(cuda_.graph_launch(executable_, stream.get()), "launching a CUDA graph");
  }

 private:
  const nvidia::Cuda& cuda_;
  void* graph_ = nullptr;
  void* executable_ = nullptr;
};

struct Streams {
  explicit Streams(const nvidia::Cuda& cuda) : input(cuda), compute(cuda), output(cuda) {}
  nvidia::Stream input, compute, output;
};

/// The six moments of an inference.
struct Flight {
  explicit Flight(const nvidia::Cuda& cuda)
      : h2d_start(cuda), h2d_end(cuda), compute_start(cuda), compute_end(cuda), d2h_start(cuda), d2h_end(cuda) {}
  nvidia::Event h2d_start, h2d_end, compute_start, compute_end, d2h_start, d2h_end;
  double enqueue = 0;
  bool flying = false;
};

void start(Flight& flight, Engine& engine, const Streams& streams, const Graph* graph, bool transfers) {
  streams.input.record(flight.h2d_start);
  if (transfers) engine.copy_in(streams.input);
  streams.input.record(flight.h2d_end);
  streams.compute.wait(flight.h2d_end);
  streams.compute.record(flight.compute_start);
  const auto before = Clock::now();
  if (graph != nullptr) graph->launch(streams.compute);
  else engine.enqueue(streams.compute);
  flight.enqueue = milliseconds_since(before);
  streams.compute.record(flight.compute_end);
  streams.output.wait(flight.compute_end);
  streams.output.record(flight.d2h_start);
  if (transfers) engine.copy_out(streams.output);
  streams.output.record(flight.d2h_end);
  flight.flying = true;
}

void finish(Flight& flight, Timings& timings, const nvidia::Event& begin) {
  flight.d2h_end.synchronize();
  timings.h2d.push_back(flight.h2d_end.since(flight.h2d_start));
  timings.compute.push_back(flight.compute_end.since(flight.compute_start));
  timings.d2h.push_back(flight.d2h_end.since(flight.d2h_start));
  timings.enqueue.push_back(flight.enqueue);
  timings.wall = flight.d2h_end.since(begin);
  flight.flying = false;
}

}  // namespace

Timings measure(Engine& engine, const MeasureOptions& options) {
  engine.use_device();
  const auto& cuda = nvidia::cuda();
  const Streams streams(cuda);
  std::unique_ptr<Graph> graph;
  if (options.graph) graph = std::make_unique<Graph>(cuda, engine, streams.compute);
  Flight flights[] = {Flight(cuda), Flight(cuda)};
  const nvidia::Event begin(cuda);
  Timings timings;
  streams.input.record(begin);
  const auto started = Clock::now();
  for (int count = 0; count < options.iterations || milliseconds_since(started) < options.milliseconds; ++count) {
    auto& flight = flights[count % 2];
    if (flight.flying) finish(flight, timings, begin);
    start(flight, engine, streams, graph.get(), options.transfers);
  }
  // The older one first.
  const bool second_is_older = timings.compute.size() % 2 == 1;
  for (const int which : {second_is_older ? 1 : 0, second_is_older ? 0 : 1})
    if (flights[which].flying) finish(flights[which], timings, begin);
  return timings;
}

std::vector<LayerTimes> profile(Engine& engine, int runs) {
  engine.use_device();
  std::vector<LayerTimes> layers;
  std::size_t place = 0;
  const auto profiler = make_profiler(engine.abi(), [&](const char* name, float milliseconds) {
    if (place == layers.size()) layers.push_back({name, {}});
    layers[place++].times.push_back(milliseconds);
  });
  const nvidia::Stream stream(nvidia::cuda());
  engine.set_profiler(profiler);
  try {
    for (int run = 0; run < runs; ++run) {
      place = 0;
      engine.enqueue(stream);
      stream.synchronize();
    }
  } catch (...) {
    engine.set_profiler({});
    throw;
  }
  engine.set_profiler({});
  return layers;
}

}  // namespace lathe::tensorrt
