#include "refit.h"

#include <vector>

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

}  // namespace

void refit(Library& library, void* engine, const std::string& model, const Callback& logger, EngineLog& log) {
  const auto abi = library.abi();
  if (slot::ParserRefitter::refitFromFile::at(abi) < 0)
    throw std::runtime_error(library.name() + " cannot refit an engine from an ONNX model; TensorRT 10 and later can");
  if (!call<slot::CudaEngine::isRefittable>(abi, engine))
    throw std::runtime_error("the engine takes no other weights: it was not built with \"refit\" or \"stripPlan\"");
  const auto refitter = library.create_refitter(engine, logger);
  log.require(static_cast<bool>(refitter), library.name() + " could not create a refitter");
  const auto parser = library.create_parser_refitter(refitter.get(), logger);
  log.require(static_cast<bool>(parser), library.name() + " could not create a refitter for ONNX models");
  const bool read = call<slot::ParserRefitter::refitFromFile>(abi, parser.get(), model.c_str());
  const auto words = parser_words(abi, parser.get());
  log.require(read, words.empty() ? "the weights of " + model + " do not fit the engine" : words);
  const auto missing = missing_weights(abi, refitter.get());
  if (!missing.empty()) throw std::runtime_error("the engine cannot take the weights of " + model + ": " + missing);
  log.require(call<slot::Refitter::refitCudaEngine>(abi, refitter.get()), "the engine did not take the weights of " + model);
}

}  // namespace lathe::tensorrt
