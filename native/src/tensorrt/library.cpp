#include "library.h"

#include <algorithm>
#include <filesystem>
#include <stdexcept>
#include <vector>

#include "../dynamic_library.h"
#include "../nvidia/cuda.h"

namespace lathe::tensorrt {

namespace {

namespace files = std::filesystem;

using CreateObject = void* (*)(void* logger, std::int32_t version);
using CreateParser = void* (*)(void* network, void* logger, int version);
using GetVersion = std::int32_t (*)();

template <class Function>
Function require(void* library, const char* name, const std::string& path) {
  const auto function = function_of<Function>(library, name);
  if (function == nullptr) throw std::runtime_error(path + " has no function " + name + ": it is no TensorRT that Lathe knows");
  return function;
}

/// Files beside the library whose names begin so, each once although links point to it.
std::vector<std::string> beside(const std::string& library, const std::string& prefix) {
  std::vector<std::string> found;
  std::error_code ignored;
  for (const auto& entry : files::directory_iterator(files::path(library).parent_path(), ignored)) {
    const auto name = entry.path().filename().string();
    // Libraries alone: a version, and nothing else, follows their ending.
    const auto ending = name.find(".so.");
    if (name.compare(0, prefix.size(), prefix) != 0 || ending == std::string::npos) continue;
    if (name.find_first_not_of("0123456789.", ending + 4) != std::string::npos) continue;
    found.push_back(files::canonical(entry.path(), ignored).string());
  }
  std::sort(found.begin(), found.end());
  found.erase(std::unique(found.begin(), found.end()), found.end());
  return found;
}

/// Those that could be loaded; the loader's words for the others are added to `problems`.
std::vector<void*> load_each(const std::vector<std::string>& files, std::vector<std::string>& problems) {
  std::vector<void*> loaded;
  for (const auto& path : files) {
    std::string problem;
    void* library = try_load_library(path, &problem);
    if (library != nullptr) loaded.push_back(library);
    else problems.push_back(problem);
  }
  return loaded;
}

}  // namespace

std::shared_ptr<Library> Library::open(const LibraryPaths& paths) {
  std::shared_ptr<Library> library(new Library());
  library->paths_ = paths;
  library->handle_ = load_library(paths.runtime);
  library->encoded_ = require<GetVersion>(library->handle_, "getInferLibVersion", paths.runtime)();
  library->rtx_ = files::path(paths.runtime).filename().string().find("tensorrt_rtx") != std::string::npos;
  library->version_ = decode_version(library->encoded_, library->rtx_);
  library->abi_ = abi_of(library->version_, library->rtx_);
  return library;
}

std::string Library::name() const { return (rtx_ ? "TensorRT-RTX " : "TensorRT ") + to_string(version_); }

std::vector<std::string> Library::load_kernels() {
  std::vector<std::string> problems;
  // TensorRT opens them by name; once loaded by path, the loader finds them by that name.
  if (!rtx_) load_each(beside(paths_.runtime, "libnvinfer_builder_resource"), problems);
  return problems;
}

std::vector<std::string> Library::load_standard_plugins(const Callback& logger) {
  std::vector<std::string> problems;
  if (rtx_) return problems;
  for (void* plugins : load_each(beside(paths_.runtime, "libnvinfer_plugin"), problems)) {
    using Initialize = bool (*)(void* logger, const char* name_space);
    const auto initialize = function_of<Initialize>(plugins, "initLibNvInferPlugins");
    if (initialize != nullptr) initialize(logger.pointer, "");
  }
  return problems;
}

void Library::load_plugins(const std::string& path) {
  try {
    load_library(path);
  } catch (const std::runtime_error& error) {
    throw std::runtime_error("the plugin library " + path + " cannot be loaded: " + error.what());
  }
}

void Library::require_driver() const {
  // RTX builds without a GPU. The others throw what nobody can catch where there is no driver, and end the process.
  if (!rtx_) nvidia::cuda();
}

Owned Library::create_builder(const Callback& logger) const {
  require_driver();
  const auto create = require<CreateObject>(handle_, "createInferBuilder_INTERNAL", paths_.runtime);
  return Owned(create(logger.pointer, encoded_));
}

Owned Library::create_runtime(const Callback& logger) const {
  require_driver();
  const auto create = require<CreateObject>(handle_, "createInferRuntime_INTERNAL", paths_.runtime);
  return Owned(create(logger.pointer, encoded_));
}

void* Library::parser() {
  if (parser_ == nullptr) {
    if (paths_.parser.empty()) throw std::runtime_error("no ONNX parser lies beside " + paths_.runtime);
    parser_ = load_library(paths_.parser);
  }
  return parser_;
}

Owned Library::create_parser(void* network, const Callback& logger) {
  const auto version = require<GetVersion>(parser(), "getNvOnnxParserVersion", paths_.parser)();
  const auto create = require<CreateParser>(parser(), "createNvOnnxParser_INTERNAL", paths_.parser);
  return Owned(create(network, logger.pointer, version), parser_deleting_destructor(abi_));
}

Owned Library::create_refitter(void* engine, const Callback& logger) const {
  using Create = void* (*)(void* engine, void* logger, std::int32_t version);
  const auto create = require<Create>(handle_, "createInferRefitter_INTERNAL", paths_.runtime);
  return Owned(create(engine, logger.pointer, encoded_));
}

Owned Library::create_parser_refitter(void* refitter, const Callback& logger) {
  const auto version = require<GetVersion>(parser(), "getNvOnnxParserVersion", paths_.parser)();
  const auto create = require<CreateParser>(parser(), "createNvOnnxParserRefitter_INTERNAL", paths_.parser);
  return Owned(create(refitter, logger.pointer, version), parser_refitter_deleting_destructor);
}

}  // namespace lathe::tensorrt
