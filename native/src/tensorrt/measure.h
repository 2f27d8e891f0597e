// Times inferences of an engine as trtexec does: with events of the GPU's clock on a stream each for copying in,
// computing and copying out, and the host's clock around the enqueueing.
#pragma once
#include <memory>
#include <string>
#include <vector>

#include "engine.h"

namespace lathe::tensorrt {

/// What every inference of a measurement consists of.
struct MeasuredWork {
  /// Copy inputs and outputs with every inference.
  bool transfers = true;
  /// Launch a captured graph instead of enqueueing layer by layer.
  bool graph = false;
};

struct MeasureLength {
  /// Until both have passed.
  double milliseconds = 3000;
  int iterations = 10;
  /// Ask the driver too when each part of an inference began.
  bool starts = false;
};

/// Milliseconds of each inference, in the order in which they ended. Latency is h2d + compute + d2h, waiting in queues
/// left out.
struct Timings {
  std::vector<double> h2d, compute, d2h, enqueue;
  /// When each began: on the GPU's clock since the measurement's start, and enqueueing on the host's. Empty where they
  /// were not asked for.
  std::vector<double> h2d_start, compute_start, d2h_start, enqueue_start;
  /// From the start of the first inference's first copy to the end of the last one's last, on the GPU's clock.
  double wall = 0;
  /// Why no graph was launched although one was asked for; empty otherwise.
  std::string graph_problem;
};

/// Makes streams, events and graphs once and measures with them as often as asked. Each engine works on a stream of its
/// own, all at once, and was fed before. Two inferences of each are in flight, so that the next one's copies hide behind
/// computing. Feeding an engine again ends what may be measured.
class Meter {
 public:
  /// @param lanes at least one; of several, each `beside` the first. They must outlive it.
  Meter(const std::vector<Engine*>& lanes, const MeasuredWork& work);
  ~Meter();
  Timings run(const MeasureLength& length);

 private:
  class Lane;
  const Engine& first_;
  const MeasuredWork work_;
  std::vector<std::unique_ptr<Lane>> lanes_;
  const nvidia::Event begin_;
  std::string graph_problem_;

  void capture();
};

struct LayerTimes {
  std::string name;
  /// Milliseconds in each run.
  std::vector<double> times;
};

/// Times of every layer over `runs` inferences, in the order in which the engine runs them. Slower than a measurement:
/// the sum over layers is not the latency.
std::vector<LayerTimes> profile(Engine& engine, int runs);

}  // namespace lathe::tensorrt
