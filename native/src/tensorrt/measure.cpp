#include "measure.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <optional>

#include "../nvidia/graph.h"

namespace lathe::tensorrt {

namespace {

using Clock = std::chrono::steady_clock;

double milliseconds_between(Clock::time_point start, Clock::time_point end) {
  return std::chrono::duration<double, std::milli>(end - start).count();
}

/// What copying beside the computation takes: streams of their own, and marks on them.
struct CopyMarks {
  explicit CopyMarks(const nvidia::Cuda& cuda) : h2d_start(cuda), h2d_end(cuda), d2h_start(cuda), d2h_end(cuda) {}
  nvidia::Event h2d_start, h2d_end, d2h_start, d2h_end;
};
struct CopyStreams {
  explicit CopyStreams(const nvidia::Cuda& cuda) : input(cuda), output(cuda) {}
  nvidia::Stream input, output;
};

/// The moments of an inference.
struct Flight {
  Flight(const nvidia::Cuda& cuda, bool transfers) : start(cuda), end(cuda) {
    if (transfers) copies.emplace(cuda);
  }
  nvidia::Event start, end;
  std::optional<CopyMarks> copies;
  double enqueue_start = 0, enqueue = 0;
};

}  // namespace

/// An engine with its streams, and the two inferences that it has in flight at most. Where nothing is copied only the
/// engine's own stream is used: events and waits on others make the GPU switch between them while it launches kernels,
/// the likely cause of 18 µs more than a plain loop took for an inference on an H100.
class Meter::Lane {
 public:
  Lane(const nvidia::Cuda& cuda, Engine& engine, bool transfers)
      : engine_(engine), flights_{{{cuda, transfers}, {cuda, transfers}}} {
    if (transfers) streams_.emplace(cuda);
  }

  const nvidia::Stream& first_stream() const { return streams_ ? streams_->input : engine_.stream(); }
  bool full() const { return started_ - finished_ == flights_.size(); }
  bool flying() const { return started_ > finished_; }
  void clear() { graph_.reset(); }

  void capture(const nvidia::Cuda& cuda) {
    const auto growing = engine_.growing_output();
    if (!growing.empty()) throw std::runtime_error("output '" + growing + "' has a size that the data decides");
    // What the first run sets up lazily must not happen while capturing.
    engine_.enqueue(engine_.stream());
    engine_.stream().synchronize();
    graph_ = std::make_unique<nvidia::Graph>(cuda, engine_.stream(), [this] { engine_.enqueue(engine_.stream()); });
  }

  void start(Clock::time_point began) {
    auto& flight = flights_[started_++ % flights_.size()];
    const auto& stream = engine_.stream();
    if (streams_) {
      streams_->input.record(flight.copies->h2d_start);
      engine_.copy_in(streams_->input);
      streams_->input.record(flight.copies->h2d_end);
      stream.wait(flight.copies->h2d_end);
    }
    stream.record(flight.start);
    const auto before = Clock::now();
    if (graph_) graph_->launch(stream);
    else engine_.enqueue(stream);
    const auto after = Clock::now();
    stream.record(flight.end);
    flight.enqueue_start = milliseconds_between(began, before);
    flight.enqueue = milliseconds_between(before, after);
    if (streams_) {
      streams_->output.wait(flight.end);
      streams_->output.record(flight.copies->d2h_start);
      engine_.copy_out(streams_->output);
      streams_->output.record(flight.copies->d2h_end);
    }
  }

  /// The oldest. Copies that are left out take no time, where computing begins and ends.
  void finish(Timings& timings, const nvidia::Event* begin) {
    const auto& flight = flights_[finished_++ % flights_.size()];
    const auto& copies = flight.copies;
    last_of(flight).synchronize();
    timings.h2d.push_back(copies ? copies->h2d_end.since(copies->h2d_start) : 0);
    timings.compute.push_back(flight.end.since(flight.start));
    timings.d2h.push_back(copies ? copies->d2h_end.since(copies->d2h_start) : 0);
    timings.enqueue.push_back(flight.enqueue);
    if (begin == nullptr) return;
    timings.h2d_start.push_back((copies ? copies->h2d_start : flight.start).since(*begin));
    timings.compute_start.push_back(flight.start.since(*begin));
    timings.d2h_start.push_back((copies ? copies->d2h_start : flight.end).since(*begin));
    timings.enqueue_start.push_back(flight.enqueue_start);
  }

  /// When the last inference that was finished had ended.
  double ended(const nvidia::Event& begin) const {
    return finished_ == 0 ? 0 : last_of(flights_[(finished_ - 1) % flights_.size()]).since(begin);
  }

 private:
  static const nvidia::Event& last_of(const Flight& flight) { return flight.copies ? flight.copies->d2h_end : flight.end; }

  Engine& engine_;
  std::optional<CopyStreams> streams_;
  std::unique_ptr<nvidia::Graph> graph_;
  std::array<Flight, 2> flights_;
  std::size_t started_ = 0, finished_ = 0;
};

Meter::Meter(const std::vector<Engine*>& lanes, const MeasuredWork& work)
    : first_(*lanes.front()), work_(work), begin_((first_.use_device(), nvidia::cuda())) {
  for (auto* engine : lanes) lanes_.push_back(std::make_unique<Lane>(nvidia::cuda(), *engine, work.transfers));
  if (work.graph) capture();
}

Meter::~Meter() = default;

/// All lanes launch graphs, or none: figures of a mixture would say nothing.
void Meter::capture() {
  try {
    for (auto& lane : lanes_) lane->capture(nvidia::cuda());
  } catch (const std::runtime_error& error) {
    graph_problem_ = error.what();
    for (auto& lane : lanes_) lane->clear();
  }
}

Timings Meter::run(const MeasureLength& length) {
  first_.use_device();
  Timings timings;
  timings.graph_problem = graph_problem_;
  const auto* begin = length.starts ? &begin_ : nullptr;
  lanes_.front()->first_stream().record(begin_);
  const auto began = Clock::now();
  const auto wanted = [&](std::size_t count) {
    return count < static_cast<std::size_t>(length.iterations) || milliseconds_between(began, Clock::now()) < length.milliseconds;
  };
  for (std::size_t count = 0; wanted(count); ++count) {
    auto& lane = *lanes_[count % lanes_.size()];
    if (lane.full()) lane.finish(timings, begin);
    lane.start(began);
  }
  // Oldest first over all lanes.
  for (int round = 0; round < 2; ++round)
    for (auto& lane : lanes_)
      if (lane->flying()) lane->finish(timings, begin);
  for (const auto& lane : lanes_) timings.wall = std::max(timings.wall, lane->ended(begin_));
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
  engine.set_profiler(profiler);
  try {
    for (int run = 0; run < runs; ++run) {
      place = 0;
      engine.enqueue(engine.stream());
      engine.stream().synchronize();
    }
  } catch (...) {
    engine.set_profiler({});
    throw;
  }
  engine.set_profiler({});
  return layers;
}

}  // namespace lathe::tensorrt
