// How the pretended TensorRT builds: what a network, a configuration and a builder are, and the plan that comes out.
#pragma once

#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "objects.h"

namespace {

Table memory = Table()
                   .with<slot::HostMemory::data>([](void* object) -> void* { return self(object)->bytes.data(); })
                   .with<slot::HostMemory::size>([](void* object) { return self(object)->bytes.size(); });

void* host_memory(const std::string& bytes) {
  auto* made = self(make(memory));
  made->bytes = bytes;
  return made;
}

Table timing_cache = Table().with<slot::TimingCache::serialize>([](void*) { return host_memory("timings"); });

Table profile = Table()
                    .with<slot::OptimizationProfile::setDimensions>([](void*, const char*, std::int32_t, const Dims64*) { return true; })
                    .with<slot::OptimizationProfile::setDimensions8>([](void*, const char*, std::int32_t, Dims32) { return true; })
                    .with<slot::OptimizationProfile::isValid>([](void*) { return true; });

Table config = Table()
                   .with<slot::BuilderConfig::setFlag>([](void* object, std::int32_t flag) { self(object)->flags.insert(flag); })
                   .with<slot::BuilderConfig::setDLACore>([](void*, std::int32_t) {})
                   .with<slot::BuilderConfig::setDefaultDeviceType>([](void*, std::int32_t) {})
                   .with<slot::BuilderConfig::clearFlag>([](void*, std::int32_t) {})
                   .with<slot::BuilderConfig::setProfilingVerbosity>([](void*, std::int32_t) {})
                   .with<slot::BuilderConfig::setMemoryPoolLimit>([](void*, std::int32_t, std::size_t) {})
                   .with<slot::BuilderConfig::setBuilderOptimizationLevel>([](void*, std::int32_t) {})
                   .with<slot::BuilderConfig::setAvgTimingIterations>([](void*, std::int32_t) {})
                   .with<slot::BuilderConfig::setHardwareCompatibilityLevel>([](void*, std::int32_t) {})
                   .with<slot::BuilderConfig::addOptimizationProfile>([](void*, const void*) -> std::int32_t { return 0; })
                   .with<slot::BuilderConfig::createTimingCache>([](void*, const void*, std::size_t) { return make(timing_cache); })
                   .with<slot::BuilderConfig::setTimingCache>([](void*, const void*, bool) { return true; })
                   .with<slot::BuilderConfig::setCalibrationProfile>([](void*, const void*) { return true; })
                   .with<slot::BuilderConfig::setInt8Calibrator>([](void* object, void* given) {
                     self(object)->calibrator = static_cast<Calibrator*>(given);
                   })
                   .with<slot::BuilderConfig::setProgressMonitor>([](void*, void*) {});

Table tensor = Table()
                   .with<slot::Tensor::getName>([](void* object) { return self(object)->name.c_str(); })
                   .with<slot::Tensor::setName>([](void* object, const char* name) { self(object)->name = name; })
                   .with<slot::Tensor::getType>([](void* object) { return self(object)->type; })
                   .with<slot::Tensor::getDimensions>([](void*) { return dims(-1); })
                   .with<slot::Tensor::getDimensions8>([](void*) { return dims8(-1); })
                   .with<slot::Tensor::isShapeTensor>([](void*) { return false; });

void* value(const char* name, std::int32_t type) {
  auto* made = new Object(tensor.entries);
  made->name = name;
  made->type = type;
  return made;
}

/// The one layer gives `h`, which is the output as FP16 has it; a cast gives it in FP32.
Table layer = Table()
                  .with<slot::Layer::getNbOutputs>([](void*) -> std::int32_t { return 1; })
                  .with<slot::Layer::getOutput>([](void*, std::int32_t) -> void* {
                    static void* inside = value("h", enums::type_float16.in(abi));
                    return inside;
                  });
Table cast = Table().with<slot::Layer::getOutput>([](void*, std::int32_t) -> void* {
  static void* wide = value("", enums::type_float32.in(abi));
  return wide;
});

Table network = Table()
                    .with<slot::NetworkDefinition::getNbLayers>([](void*) -> std::int32_t { return 1; })
                    .with<slot::NetworkDefinition::getNbInputs>([](void*) -> std::int32_t { return 1; })
                    .with<slot::NetworkDefinition::getInput>([](void*, std::int32_t) -> void* {
                      static Object input(tensor.entries);
                      return &input;
                    })
                    .with<slot::NetworkDefinition::getLayer>([](void*, std::int32_t) -> void* {
                      static Object one(layer.entries);
                      return &one;
                    })
                    .with<slot::NetworkDefinition::getNbOutputs>([](void*) -> std::int32_t { return 1; })
                    .with<slot::NetworkDefinition::getOutput>([](void*, std::int32_t) -> void* {
                      static void* output = value("y", 0);
                      return output;
                    })
                    .with<slot::NetworkDefinition::addCast>([](void*, void*, std::int32_t) -> void* {
                      static Object one(cast.entries);
                      return &one;
                    })
                    .with<slot::NetworkDefinition::markDebug>([](void* object, void* marked) {
                      self(object)->debug = true;
                      self(object)->name = self(marked)->name;
                      return true;
                    });

const std::string refittable = " that takes weights", stripped = " that lacks weights", changed = " with other weights",
                  telling = " that tells of ";
bool holds(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

/// The input's largest value over all batches makes its scale, as TensorRT writes it; a cache is taken as it is.
void calibrate(Calibrator& calibrator) {
  std::size_t length = 0;
  if (calibrator.read_cache(length) != nullptr) return;
  float largest = 0;
  const char* names[] = {"x"};
  for (void* batch = nullptr; calibrator.next_batch(&batch, names, 1);)
    for (std::int64_t at = 0; at < calibrator.batch_size() * columns; ++at)
      largest = std::max(largest, std::fabs(static_cast<const float*>(batch)[at]));
  const float scale = largest / 127;
  std::uint32_t bits = 0;
  std::memcpy(&bits, &scale, sizeof bits);
  const bool minmax = calibrator.algorithm() == enums::calibration_minmax.in(abi);
  char text[96];
  std::snprintf(text, sizeof text, "TRT-%d-%s\nx: %x\n", version, minmax ? "MinMaxCalibration" : "EntropyCalibration2", bits);
  calibrator.write_cache(text, std::strlen(text));
}

void* build(void*, void* network, void* given) {
  if (fault("abort")) {
    error("Assertion tactic != nullptr failed");
    // Long enough for the line to be told.
    usleep(200000);
    std::abort();
  }
  if (fault("resource")) {
    error("Unable to load library: libnvinfer_builder_resource_sm90.so.10.15.1: cannot open shared object file");
    return nullptr;
  }
  if (fault("build-memory")) {
    error("[defaultAllocator.cpp::allocate::31] Error Code 1: Cuda Runtime (out of memory)", 1);
    return nullptr;
  }
  if (self(given)->calibrator != nullptr) calibrate(*self(given)->calibrator);
  const auto& flags = self(given)->flags;
  // As told to whoever asks for an accelerator and says nothing of what it lacks.
  if (std::getenv("LATHE_FAKE_DLA") != nullptr && flags.count(enums::flag_gpu_fallback.in(abi)) == 0) {
    error("Layer double cannot run on DLA and GPU fallback is not enabled", 4);
    return nullptr;
  }
  const auto wants = [&flags](Enumerator flag) { return flags.count(flag.in(abi)) > 0; };
  const bool refit = wants(enums::flag_refit) || wants(enums::flag_refit_identical);
  // As TensorRT has it: what is not refittable stays.
  const bool strip = refit && wants(enums::flag_strip_plan);
  return host_memory(plan + (refit ? refittable : "") + (strip ? stripped : "") + (self(network)->debug ? telling + self(network)->name : ""));
}

void* new_profile(void*) {
  // The builder owns it.
  static Object one(profile.entries);
  return &one;
}

Table builder = Table()
                    .with<slot::Builder::getNbDLACores>([](void*) -> std::int32_t { return std::getenv("LATHE_FAKE_DLA") == nullptr ? 0 : 2; })
                    .with<slot::Builder::setErrorRecorder>(set_recorder)
                    .with<slot::Builder::createBuilderConfig>([](void*) { return make(config); })
                    .with<slot::Builder::createNetwork>([](void*, std::uint32_t) { return make(network); })
                    .with<slot::Builder::createOptimizationProfile>(new_profile)
                    .with<slot::Builder::buildSerializedNetwork>(build);

}  // namespace
