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

/// Milliseconds of each inference, in order. Latency is h2d + compute + d2h, waiting in queues left out.
struct Timings {
  std::vector<double> h2d, compute, d2h, enqueue;
  /// From the start of the first inference's first copy to the end of the last one's last, on the GPU's clock.
  double wall = 0;
};

/// `engine.feed` comes first. Two inferences are in flight, so that the next one's copies hide behind computing.
Timings measure(Engine& engine, const MeasureOptions& options);

struct LayerTimes {
  std::string name;
  /// Milliseconds in each run.
  std::vector<double> times;
};

/// Times of every layer over `runs` inferences, in the order in which the engine runs them. Slower than `measure`: the
/// sum over layers is not the latency.
std::vector<LayerTimes> profile(Engine& engine, int runs);

}  // namespace lathe::tensorrt
