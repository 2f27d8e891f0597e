#include "build.h"

#include <chrono>
#include <cstdio>
#include <fstream>
#include <stdexcept>

#include "../nvidia/cuda.h"
#include "configure.h"
#include "mark_debug.h"
#include "parse.h"
#include "profiles.h"

namespace lathe::tensorrt {

namespace {

/// Answers TensorRT's question whether to go on.
class Steps : public ProgressListener {
 public:
  Steps(BuildListener& listener, const std::atomic<bool>& cancel) : listener_(listener), cancel_(cancel) {}
  void start(const std::string& phase, const std::string& parent, int steps) override {
    listener_.start(phase, parent, steps);
  }
  bool step(const std::string& phase, int step) override { return listener_.step(phase, step) && !cancel_; }
  void finish(const std::string& phase) override { listener_.finish(phase); }

 private:
  BuildListener& listener_;
  const std::atomic<bool>& cancel_;
};

struct Cancelled {};

void write_file(const std::string& path, const void* bytes, std::size_t size) {
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  file.write(static_cast<const char*>(bytes), static_cast<std::streamsize>(size));
  file.close();
  if (!file) {
    std::remove(path.c_str());
    throw std::runtime_error("the engine could not be written to " + path);
  }
}

std::vector<char> take_bytes(Abi abi, const Owned& memory) {
  if (!memory) return {};
  const auto* bytes = static_cast<const char*>(call<slot::HostMemory::data>(abi, memory.get()));
  return {bytes, bytes + call<slot::HostMemory::size>(abi, memory.get())};
}

/// What the build is at, and how long each part of it took.
class Stages {
 public:
  explicit Stages(BuildOutcome& outcome) : outcome_(outcome) {}
  ~Stages() { close(); }
  Stages(const Stages&) = delete;
  Stages& operator=(const Stages&) = delete;
  void enter(const char* stage) {
    close();
    outcome_.stage = stage;
  }

 private:
  using Clock = std::chrono::steady_clock;
  void close() {
    const auto now = Clock::now();
    if (!outcome_.stage.empty())
      outcome_.stages.emplace_back(outcome_.stage, std::chrono::duration<double, std::milli>(now - since_).count());
    since_ = now;
  }
  BuildOutcome& outcome_;
  Clock::time_point since_ = Clock::now();
};

class Build {
 public:
  Build(const BuildOptions& options, BuildListener& listener, const std::atomic<bool>& cancel,
        std::unique_ptr<OpenedBuilder> builder)
      : options_(options), listener_(listener), cancel_(cancel), opened_(std::move(builder)), steps_(listener, cancel) {}

  void run(const LibraryPaths& paths, BuildOutcome& outcome) {
    Stages stages(outcome);
    stages.enter("load");
    if (!opened_) opened_ = std::make_unique<OpenedBuilder>(paths);
    opened_->tell([this](Severity severity, const char* words) { listener_.log(severity, words); });
    auto* library = &opened_->library();
    const auto abi = library->abi();
    const auto& logger = opened_->logger();
    void* builder = opened_->get();
    for (const auto& path : options_.plugins) library->load_plugins(path);

    stages.enter("parse");
    const Owned network(call<slot::Builder::createNetwork>(abi, builder, network_flags(*library, options_)));
    require(static_cast<bool>(network), library->name() + " could not create a network");
    const auto parser = library->create_parser(network.get(), logger);
    require(static_cast<bool>(parser), library->name() + " could not create an ONNX parser");
    constexpr int warnings = static_cast<int>(Severity::warning);
    const bool parsed = call<slot::Parser::parseFromFile>(abi, parser.get(), options_.model_path.c_str(), warnings);
    outcome.parser_messages = parser_messages(abi, parser.get());
    if (!parsed) throw std::runtime_error(parser_sentence(outcome.parser_messages, options_.model_path));
    outcome.network_layers = call<slot::NetworkDefinition::getNbLayers>(abi, network.get());
    stop_if_cancelled();

    stages.enter("configure");
    const Owned config(call<slot::Builder::createBuilderConfig>(abi, builder));
    require(static_cast<bool>(config), library->name() + " could not create a builder configuration");
    configure(*library, config.get(), options_);
    choose_accelerator(*library, builder, config.get(), options_);
    outcome.debug_tensors = mark_debug(*library, network.get(), options_);
    const auto inputs = network_inputs(abi, network.get());
    outcome.profiles = complete_profiles(inputs, options_.profiles);
    add_profiles(abi, builder, config.get(), inputs, outcome.profiles, options_.calibration.has_value());
    const Owned timings(call<slot::BuilderConfig::createTimingCache>(
        abi, config.get(), static_cast<const void*>(options_.timing_cache.data()), options_.timing_cache.size()));
    if (timings) call<slot::BuilderConfig::setTimingCache>(abi, config.get(), static_cast<const void*>(timings.get()), false);
    Callback monitor;
    if (slot::BuilderConfig::setProgressMonitor::at(abi) >= 0) {
      monitor = make_progress_monitor(abi, steps_);
      call<slot::BuilderConfig::setProgressMonitor>(abi, config.get(), monitor.pointer);
    }
    std::optional<nvidia::CurrentDevice> device;
    std::unique_ptr<CalibrationListener> feeder;
    Callback calibrator;
    if (options_.calibration) {
      if (options_.calibration->cache.empty()) device.emplace(nvidia::cuda(), 0);
      feeder = feed_batches(*options_.calibration, outcome.calibration_cache);
      const bool entropy = options_.calibration->method == CalibrationMethod::entropy;
      calibrator = make_calibrator(abi, *feeder, entropy ? enums::calibration_entropy2 : enums::calibration_minmax);
      call<slot::BuilderConfig::setInt8Calibrator>(abi, config.get(), calibrator.pointer);
    }
    stop_if_cancelled();

    stages.enter("build");
    const Owned engine(call<slot::Builder::buildSerializedNetwork>(abi, builder, network.get(), config.get()));
    stop_if_cancelled();
    require(static_cast<bool>(engine), library->name() + " built no engine and gave no reason");

    stages.enter("write");
    outcome.engine_bytes = call<slot::HostMemory::size>(abi, engine.get());
    write_file(options_.engine_path, call<slot::HostMemory::data>(abi, engine.get()), outcome.engine_bytes);
    if (timings) outcome.timing_cache = take_bytes(abi, Owned(call<slot::TimingCache::serialize>(abi, timings.get())));
  }

 private:
  void require(bool good, const std::string& otherwise) {
    if (!good) throw std::runtime_error(opened_->log().reason(otherwise));
  }
  void stop_if_cancelled() const {
    if (cancel_) throw Cancelled{};
  }

  const BuildOptions& options_;
  BuildListener& listener_;
  const std::atomic<bool>& cancel_;
  std::unique_ptr<OpenedBuilder> opened_;
  Steps steps_;
};

}  // namespace

BuildOutcome build_engine(const LibraryPaths& paths, const BuildOptions& options, BuildListener& listener,
                          const std::atomic<bool>& cancel, std::unique_ptr<OpenedBuilder> builder) {
  BuildOutcome outcome;
  try {
    Build(options, listener, cancel, std::move(builder)).run(paths, outcome);
    outcome.status = BuildStatus::built;
  } catch (const Cancelled&) {
    outcome.status = BuildStatus::cancelled;
    outcome.reason = "the build was cancelled";
  } catch (const std::exception& error) {
    outcome.reason = error.what();
  } catch (...) {
    outcome.reason = "TensorRT threw something that is no exception of C++";
  }
  return outcome;
}

}  // namespace lathe::tensorrt
