// Times inferences of an engine as trtexec does: with events of the GPU's clock on a stream each for copying in,
// computing and copying out, and the host's clock around the enqueueing.
#pragma once
#include <string>
#include <vector>

#include "engine.h"

namespace lathe::tensorrt {

struct MeasureOptions {
  /// Until both have passed.
  double milliseconds = 3000;
  int iterations = 10;
  /// Copy inputs and outputs with every inference.
  bool transfers = true;
  /// Launch a captured graph instead of enqueueing layer by layer.
  bool graph = false;
};

/// Milliseconds of each inference, in the order in which they ended. Latency is h2d + compute + d2h, waiting in queues
/// left out.
struct Timings {
  std::vector<double> h2d, compute, d2h, enqueue;
  /// When each began: on the GPU's clock since the measurement's start, and enqueueing on the host's.
  std::vector<double> h2d_start, compute_start, d2h_start, enqueue_start;
  /// From the start of the first inference's first copy to the end of the last one's last, on the GPU's clock.
  double wall = 0;
  /// Why no graph was launched although one was asked for; empty otherwise.
  std::string graph_problem;
};

/// Each engine works on streams of its own, all at once, and was fed before. Two inferences of each are in flight, so
/// that the next one's copies hide behind computing. @param lanes at least one; of several, each `beside` the first.
Timings measure(const std::vector<Engine*>& lanes, const MeasureOptions& options);

struct LayerTimes {
  std::string name;
  /// Milliseconds in each run.
  std::vector<double> times;
};

/// Times of every layer over `runs` inferences, in the order in which the engine runs them. Slower than `measure`: the
/// sum over layers is not the latency.
std::vector<LayerTimes> profile(Engine& engine, int runs);

}  // namespace lathe::tensorrt
