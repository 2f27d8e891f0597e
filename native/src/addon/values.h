// Values of JavaScript to and from the library's. Arguments were checked in electron/worker/native.ts.
#pragma once
#include <napi.h>

#include <optional>
#include <string>
#include <vector>

#include "../nvidia/nvml.h"
#include "../tensorrt/build.h"
#include "../tensorrt/support.h"

namespace lathe::addon {

std::string text_of(const Napi::Object& object, const char* key);
/// Nothing where it is undefined or null.
std::optional<double> number_of(const Napi::Object& object, const char* key);
bool truth_of(const Napi::Object& object, const char* key, bool otherwise);
std::vector<char> bytes_of(const Napi::Value& value);
Napi::Value to_bytes(Napi::Env env, const std::vector<char>& bytes);

tensorrt::LibraryPaths paths_of(const Napi::Object& object);
tensorrt::BuildOptions build_options(const Napi::Object& object);
Napi::Object to_object(Napi::Env env, const tensorrt::BuildOutcome& outcome);
Napi::Object to_object(Napi::Env env, const tensorrt::Support& support);
/// What is not known is absent.
Napi::Object to_object(Napi::Env env, const nvidia::GpuState& state);

void define_histograms(Napi::Env env, Napi::Object exports);
void define_observed_model(Napi::Env env, Napi::Object exports);
void define_served_session(Napi::Env env, Napi::Object exports);
void define_number_arrays(Napi::Env env, Napi::Object exports);
void define_weight_codes(Napi::Env env, Napi::Object exports);
void define_tensorrt(Napi::Env env, Napi::Object exports);
void define_engine(Napi::Env env, Napi::Object exports);
void define_nvidia(Napi::Env env, Napi::Object exports);
void define_parent(Napi::Env env, Napi::Object exports);

}  // namespace lathe::addon
