#include "refit.h"

#include <vector>

#include "loaded_engine.h"

namespace lathe::tensorrt {

namespace {

/// Names enough to recognize the model that lacks them.
constexpr std::size_t most_names = 5;

std::string missing_weights(Abi abi, void* refitter) {
  const auto count = call<slot::Refitter::getMissingWeights>(abi, refitter, 0, static_cast<const char**>(nullptr));
  if (count <= 0) return {};
  std::vector<const char*> names(static_cast<std::size_t>(count));
  call<slot::Refitter::getMissingWeights>(abi, refitter, count, names.data());
  std::string text = std::to_string(count) + " of its weights are not in the model:";
  for (std::size_t index = 0; index < names.size() && index < most_names; ++index)
    text += std::string(index > 0 ? ", " : " ") + (names[index] == nullptr ? "?" : names[index]);
  return text + (names.size() > most_names ? ", …" : "");
}

std::string parser_words(Abi abi, void* parser) {
  if (call<slot::ParserRefitter::getNbErrors>(abi, parser) == 0) return {};
  const void* error = call<slot::ParserRefitter::getError>(abi, parser, 0);
  const char* words = error == nullptr ? nullptr : call<slot::ParserError::desc>(abi, error);
  return words == nullptr ? "" : words;
}

Owned refitter_of(const Library& library, void* engine, const Callback& logger, EngineLog& log) {
  if (!call<slot::CudaEngine::isRefittable>(library.abi(), engine))
    throw std::runtime_error("the engine takes no weights: it was not built to be refitted");
  auto refitter = library.create_refitter(engine, logger);
  log.require(static_cast<bool>(refitter), library.name() + " could not create a refitter");
  return refitter;
}

}  // namespace

void refit(Library& library, void* engine, const std::string& model, const Callback& logger, EngineLog& log) {
  const auto abi = library.abi();
  if (slot::ParserRefitter::refitFromFile::at(abi) < 0)
    throw std::runtime_error(library.name() + " cannot refit an engine from an ONNX model by itself");
  const auto refitter = refitter_of(library, engine, logger, log);
  const auto parser = library.create_parser_refitter(refitter.get(), logger);
  log.require(static_cast<bool>(parser), library.name() + " could not create a refitter for ONNX models");
  const bool read = call<slot::ParserRefitter::refitFromFile>(abi, parser.get(), model.c_str());
  const auto words = parser_words(abi, parser.get());
  log.require(read, words.empty() ? "the weights of " + model + " do not fit the engine" : words);
  const auto missing = missing_weights(abi, refitter.get());
  if (!missing.empty()) throw std::runtime_error("the engine cannot take the weights of " + model + ": " + missing);
  log.require(call<slot::Refitter::refitCudaEngine>(abi, refitter.get()), "the engine did not take the weights of " + model);
}

void refit_by_name(const Library& library, void* engine, const std::map<std::string, NamedValues>& values,
                   const Callback& logger, EngineLog& log) {
  const auto abi = library.abi();
  const auto refitter = refitter_of(library, engine, logger, log);
  const auto none = static_cast<const char**>(nullptr);
  std::vector<const char*> names(static_cast<std::size_t>(call<slot::Refitter::getAllWeights>(abi, refitter.get(), 0, none)));
  call<slot::Refitter::getAllWeights>(abi, refitter.get(), static_cast<std::int32_t>(names.size()), names.data());
  for (const char* name : names) {
    const auto found = name == nullptr ? values.end() : values.find(name);
    if (found == values.end()) continue;
    const auto& [type, bytes] = found->second;
    const auto count = static_cast<std::int64_t>(bytes.size() / bytes_of_type(abi, type));
    const bool taken = call<slot::Refitter::setNamedWeights>(abi, refitter.get(), name, Weights{type, bytes.data(), count});
    log.require(taken, std::string("the engine does not take the values of weight ") + name);
  }
  const auto missing = missing_weights(abi, refitter.get());
  if (!missing.empty()) throw std::runtime_error("the engine cannot take the weights: " + missing);
  log.require(call<slot::Refitter::refitCudaEngine>(abi, refitter.get()), "the engine did not take the weights");
}

}  // namespace lathe::tensorrt
