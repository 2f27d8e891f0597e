#include "measure.h"

#include <algorithm>
#include <chrono>
#include <deque>

#include "../nvidia/graph.h"

namespace lathe::tensorrt {

namespace {

using Clock = std::chrono::steady_clock;

double milliseconds_between(Clock::time_point start, Clock::time_point end) {
  return std::chrono::duration<double, std::milli>(end - start).count();
}

/// The six moments of an inference.
struct Flight {
  explicit Flight(const nvidia::Cuda& cuda)
      : h2d_start(cuda), h2d_end(cuda), compute_start(cuda), compute_end(cuda), d2h_start(cuda), d2h_end(cuda) {}
  nvidia::Event h2d_start, h2d_end, compute_start, compute_end, d2h_start, d2h_end;
  double enqueue_start = 0, enqueue = 0;
};

/// An engine with its streams, and the inferences that it has in flight.
struct Lane {
  Lane(const nvidia::Cuda& cuda, Engine& engine) : engine(engine), input(cuda), compute(cuda), output(cuda) {
    for (int count = 0; count < 2; ++count) idle.push_back(std::make_unique<Flight>(cuda));
  }
  Engine& engine;
  nvidia::Stream input, compute, output;
  std::unique_ptr<nvidia::Graph> graph;
  std::deque<std::unique_ptr<Flight>> idle, flying;
};

class Measurement {
 public:
  Measurement(const std::vector<Engine*>& engines, const MeasureOptions& options)
      : cuda_(nvidia::cuda()), options_(options), begin_(cuda_) {
    for (auto* engine : engines) lanes_.push_back(std::make_unique<Lane>(cuda_, *engine));
    if (options.graph) capture();
  }

  Timings run() {
    auto& first = *lanes_.front();
    (options_.transfers ? first.input : first.compute).record(begin_);
    started_ = Clock::now();
    for (std::size_t count = 0; wanted(count); ++count) {
      auto& lane = *lanes_[count % lanes_.size()];
      if (lane.idle.empty()) finish(lane);
      start(lane);
    }
    // Oldest first over all lanes.
    for (int round = 0; round < 2; ++round)
      for (auto& lane : lanes_)
        if (!lane->flying.empty()) finish(*lane);
    return std::move(timings_);
  }

 private:
  bool wanted(std::size_t count) const {
    return count < static_cast<std::size_t>(options_.iterations) ||
           milliseconds_between(started_, Clock::now()) < options_.milliseconds;
  }

  /// All lanes launch graphs, or none: figures of a mixture would say nothing.
  void capture() {
    try {
      for (auto& lane : lanes_) {
        const auto growing = lane->engine.growing_output();
        if (!growing.empty()) throw std::runtime_error("output '" + growing + "' has a size that the data decides");
        // What the first run sets up lazily must not happen while capturing.
        lane->engine.enqueue(lane->compute);
        lane->compute.synchronize();
        lane->graph = std::make_unique<nvidia::Graph>(cuda_, lane->compute, [&] { lane->engine.enqueue(lane->compute); });
      }
    } catch (const std::runtime_error& error) {
      timings_.graph_problem = error.what();
      for (auto& lane : lanes_) lane->graph.reset();
    }
  }

  void start(Lane& lane) {
    auto flight = std::move(lane.idle.front());
    lane.idle.pop_front();
    if (options_.transfers) {
      lane.input.record(flight->h2d_start);
      lane.engine.copy_in(lane.input);
      lane.input.record(flight->h2d_end);
      lane.compute.wait(flight->h2d_end);
    }
    compute(lane, *flight);
    if (options_.transfers) {
      lane.output.wait(flight->compute_end);
      lane.output.record(flight->d2h_start);
      lane.engine.copy_out(lane.output);
      lane.output.record(flight->d2h_end);
    }
    lane.flying.push_back(std::move(flight));
  }

  /// Without transfers nothing else is asked of the GPU: events and waits on other streams make it switch between them
  /// while it launches kernels, the likely cause of 18 µs more than a plain loop took for an inference on an H100.
  void compute(Lane& lane, Flight& flight) {
    lane.compute.record(flight.compute_start);
    const auto before = Clock::now();
    if (lane.graph) lane.graph->launch(lane.compute);
    else lane.engine.enqueue(lane.compute);
    flight.enqueue_start = milliseconds_between(started_, before);
    flight.enqueue = milliseconds_between(before, Clock::now());
    lane.compute.record(flight.compute_end);
  }

  void finish(Lane& lane) {
    auto flight = std::move(lane.flying.front());
    lane.flying.pop_front();
    // Copies that are left out take no time, where computing begins and ends.
    const bool copied = options_.transfers;
    const auto& first = copied ? flight->h2d_start : flight->compute_start;
    const auto& last = copied ? flight->d2h_end : flight->compute_end;
    last.synchronize();
    timings_.h2d.push_back(copied ? flight->h2d_end.since(flight->h2d_start) : 0);
    timings_.compute.push_back(flight->compute_end.since(flight->compute_start));
    timings_.d2h.push_back(copied ? flight->d2h_end.since(flight->d2h_start) : 0);
    timings_.enqueue.push_back(flight->enqueue);
    timings_.h2d_start.push_back(first.since(begin_));
    timings_.compute_start.push_back(flight->compute_start.since(begin_));
    timings_.d2h_start.push_back((copied ? flight->d2h_start : flight->compute_end).since(begin_));
    timings_.enqueue_start.push_back(flight->enqueue_start);
    timings_.wall = std::max(timings_.wall, static_cast<double>(last.since(begin_)));
    lane.idle.push_back(std::move(flight));
  }

  const nvidia::Cuda& cuda_;
  const MeasureOptions& options_;
  std::vector<std::unique_ptr<Lane>> lanes_;
  const nvidia::Event begin_;
  Clock::time_point started_;
  Timings timings_;
};

}  // namespace

Timings measure(const std::vector<Engine*>& lanes, const MeasureOptions& options) {
  lanes.front()->use_device();
  return Measurement(lanes, options).run();
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
