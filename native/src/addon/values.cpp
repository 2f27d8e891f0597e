#include "values.h"

namespace lathe::addon {

using tensorrt::BuildOptions;
using tensorrt::Profile;
using tensorrt::Shape;

namespace {

bool is_missing(const Napi::Value& value) { return value.IsUndefined() || value.IsNull(); }

Shape shape_of(const Napi::Value& value) {
  Shape shape;
  const auto array = value.As<Napi::Array>();
  for (std::uint32_t axis = 0; axis < array.Length(); ++axis)
    shape.push_back(array.Get(axis).As<Napi::Number>().Int64Value());
  return shape;
}

Profile profile_of(const Napi::Object& object) {
  Profile profile;
  for (const auto& entry : object) {
    const Napi::Value value = entry.second;
    const auto range = value.As<Napi::Object>();
    profile[entry.first.As<Napi::String>()] = {shape_of(range.Get("min")), shape_of(range.Get("opt")), shape_of(range.Get("max"))};
  }
  return profile;
}

tensorrt::CalibrationData calibration_of(const Napi::Object& object) {
  tensorrt::CalibrationData data;
  data.method = text_of(object, "method") == "minmax" ? tensorrt::CalibrationMethod::minmax : tensorrt::CalibrationMethod::entropy;
  data.batch_size = static_cast<int>(number_of(object, "batchSize").value_or(1));
  data.cache = text_of(object, "cache");
  const auto batches = object.Get("batches").As<Napi::Array>();
  for (std::uint32_t index = 0; index < batches.Length(); ++index) {
    tensorrt::Batch batch;
    for (const auto& entry : batches.Get(index).As<Napi::Object>())
      batch[entry.first.As<Napi::String>()] = bytes_of(entry.second);
    data.batches.push_back(std::move(batch));
  }
  return data;
}

std::vector<std::string> texts_of(const Napi::Object& object, const char* key) {
  std::vector<std::string> texts;
  const auto value = object.Get(key);
  if (is_missing(value)) return texts;
  const auto list = value.As<Napi::Array>();
  for (std::uint32_t index = 0; index < list.Length(); ++index) texts.push_back(list.Get(index).As<Napi::String>().Utf8Value());
  return texts;
}

Napi::Array to_array(Napi::Env env, const Shape& shape) {
  auto array = Napi::Array::New(env, shape.size());
  for (std::uint32_t axis = 0; axis < shape.size(); ++axis) array.Set(axis, static_cast<double>(shape[axis]));
  return array;
}

}  // namespace

std::string text_of(const Napi::Object& object, const char* key) {
  const auto value = object.Get(key);
  return is_missing(value) ? std::string() : value.As<Napi::String>().Utf8Value();
}

std::optional<double> number_of(const Napi::Object& object, const char* key) {
  const auto value = object.Get(key);
  if (is_missing(value)) return std::nullopt;
  return value.As<Napi::Number>().DoubleValue();
}

bool truth_of(const Napi::Object& object, const char* key, bool otherwise) {
  const auto value = object.Get(key);
  return is_missing(value) ? otherwise : value.As<Napi::Boolean>().Value();
}

std::vector<char> bytes_of(const Napi::Value& value) {
  if (is_missing(value)) return {};
  const auto bytes = value.As<Napi::Uint8Array>();
  const auto* begin = reinterpret_cast<const char*>(bytes.Data());
  return {begin, begin + bytes.ByteLength()};
}

Napi::Value to_bytes(Napi::Env env, const std::vector<char>& bytes) {
  auto array = Napi::Uint8Array::New(env, bytes.size());
  std::copy(bytes.begin(), bytes.end(), reinterpret_cast<char*>(array.Data()));
  return array;
}

tensorrt::LibraryPaths paths_of(const Napi::Object& object) { 
  return {text_of(object, "runtime"), text_of(object, "parser"), text_of(object, "weights")};
}

BuildOptions build_options(const Napi::Object& object) {
  BuildOptions options;
  options.model_path = text_of(object, "model");
  options.engine_path = text_of(object, "engine");
  const auto profiles = object.Get("profiles");
  if (!is_missing(profiles)) {
    const auto list = profiles.As<Napi::Array>();
    for (std::uint32_t index = 0; index < list.Length(); ++index)
      options.profiles.push_back(profile_of(list.Get(index).As<Napi::Object>()));
  }
  options.workspace_bytes = static_cast<std::uint64_t>(number_of(object, "workspaceBytes").value_or(0));
  if (const auto level = number_of(object, "optimizationLevel")) options.optimization_level = static_cast<int>(*level);
  if (const auto count = number_of(object, "timingIterations")) options.timing_iterations = static_cast<int>(*count);
  options.tf32 = truth_of(object, "tf32", true);
  options.sparse_weights = truth_of(object, "sparseWeights", false);
  options.version_compatible = truth_of(object, "versionCompatible", false);
  options.ampere_plus = truth_of(object, "amperePlus", false);
  options.refit = truth_of(object, "refit", false);
  options.strip_plan = truth_of(object, "stripPlan", false);
  if (const auto core = number_of(object, "dlaCore")) options.dla_core = static_cast<int>(*core);
  options.gpu_fallback = truth_of(object, "gpuFallback", true);
  options.detailed = truth_of(object, "detailed", true);
  options.strongly_typed = truth_of(object, "stronglyTyped", false);
  options.fp16 = truth_of(object, "fp16", false);
  options.bf16 = truth_of(object, "bf16", false);
  options.int8 = truth_of(object, "int8", false);
  options.timing_cache = bytes_of(object.Get("timingCache"));
  const auto calibration = object.Get("calibration");
  if (!is_missing(calibration)) options.calibration = calibration_of(calibration.As<Napi::Object>());
  options.plugins = texts_of(object, "plugins");
  options.debug_tensors = texts_of(object, "debugTensors");
  options.debug_all = truth_of(object, "debugAll", false);
  options.debug_unfused = truth_of(object, "debugUnfused", false);
  return options;
}

Napi::Array to_array(Napi::Env env, const std::vector<tensorrt::ParserMessage>& list) {
  auto messages = Napi::Array::New(env);
  for (const auto& message : list) {
    auto one = Napi::Object::New(env);
    one.Set("code", message.code);
    one.Set("description", message.description);
    one.Set("node", message.node);
    one.Set("nodeName", message.node_name);
    one.Set("operator", message.node_operator);
    one.Set("file", message.file);
    one.Set("line", message.line);
    one.Set("function", message.function);
    messages.Set(messages.Length(), one);
  }
  return messages;
}

Napi::Object to_object(Napi::Env env, const tensorrt::Support& support) {
  auto result = Napi::Object::New(env);
  result.Set("supported", support.supported);
  auto subgraphs = Napi::Array::New(env);
  for (const auto& subgraph : support.subgraphs) {
    auto one = Napi::Object::New(env);
    one.Set("supported", subgraph.supported);
    one.Set("nodes", to_array(env, subgraph.nodes));
    subgraphs.Set(subgraphs.Length(), one);
  }
  result.Set("subgraphs", subgraphs);
  result.Set("messages", to_array(env, support.messages));
  return result;
}

Napi::Object to_object(Napi::Env env, const tensorrt::BuildOutcome& outcome) {
  auto result = Napi::Object::New(env);
  const char* status = outcome.status == tensorrt::BuildStatus::built       ? "built"
                       : outcome.status == tensorrt::BuildStatus::cancelled ? "cancelled"
                                                                            : "failed";
  result.Set("status", status);
  result.Set("stage", outcome.stage);
  result.Set("reason", outcome.reason);
  auto stages = Napi::Array::New(env);
  for (const auto& [name, milliseconds] : outcome.stages) {
    auto one = Napi::Object::New(env);
    one.Set("stage", name);
    one.Set("ms", milliseconds);
    stages.Set(stages.Length(), one);
  }
  result.Set("stages", stages);
  result.Set("parserMessages", to_array(env, outcome.parser_messages));
  result.Set("engineBytes", static_cast<double>(outcome.engine_bytes));
  result.Set("networkLayers", outcome.network_layers);
  result.Set("timingCache", to_bytes(env, outcome.timing_cache));
  result.Set("calibrationCache", outcome.calibration_cache);
  auto profiles = Napi::Array::New(env);
  for (const auto& profile : outcome.profiles) {
    auto one = Napi::Object::New(env);
    for (const auto& [input, range] : profile) {
      auto shapes = Napi::Object::New(env);
      shapes.Set("min", to_array(env, range.min));
      shapes.Set("opt", to_array(env, range.opt));
      shapes.Set("max", to_array(env, range.max));
      one.Set(input, shapes);
    }
    profiles.Set(profiles.Length(), one);
  }
  result.Set("profiles", profiles);
  auto marked = Napi::Array::New(env);
  for (const auto& name : outcome.debug_tensors) marked.Set(marked.Length(), name);
  result.Set("debugTensors", marked);
  return result;
}

}  // namespace lathe::addon
