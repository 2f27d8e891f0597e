// Reads an ONNX file into a network with TensorRT's parser.
#pragma once
#include "build.h"

namespace lathe::tensorrt {

/// The parser's complaints, in its order; empty where it read everything.
std::vector<ParserMessage> parser_messages(Abi abi, void* parser);

/// The first complaint as a sentence that names node and operator.
std::string parser_sentence(const std::vector<ParserMessage>& messages, const std::string& model_path);

}  // namespace lathe::tensorrt
