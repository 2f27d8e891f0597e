#include "sampler.h"

#include <utility>

namespace lathe::nvidia {

namespace {

constexpr int looks_between_whole_ones = 5;

}  // namespace

Sampler::Sampler(std::string bus_id, std::chrono::milliseconds interval)
    : bus_id_(std::move(bus_id)), interval_(interval), thread_([this] { run(); }) {}

Sampler::~Sampler() { stop(); }

std::vector<GpuSample> Sampler::stop() {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  if (thread_.joinable()) thread_.join();
  return std::move(samples_);
}

void Sampler::run() {
  std::unique_lock<std::mutex> lock(mutex_);
  for (int count = 0; !stopping_; ++count) {
    lock.unlock();
    look(count % looks_between_whole_ones == 0);
    lock.lock();
    wake_.wait_for(lock, interval_, [this] { return stopping_; });
  }
  look(true);
}

void Sampler::look(bool whole) {
  const auto state = gpu_state(bus_id_, whole ? Detail::whole : Detail::power);
  const auto passed = std::chrono::steady_clock::now() - began_;
  if (state) samples_.push_back({std::chrono::duration<double, std::milli>(passed).count(), *state});
}

}  // namespace lathe::nvidia
