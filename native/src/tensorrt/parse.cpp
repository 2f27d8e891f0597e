#include "parse.h"

namespace lathe::tensorrt {

namespace {

std::string text(const char* words) { return words == nullptr ? std::string() : std::string(words); }

}  // namespace

std::vector<ParserMessage> parser_messages(Abi abi, void* parser) {
  std::vector<ParserMessage> messages;
  const int count = call<slot::Parser::getNbErrors>(abi, parser);
  for (int index = 0; index < count; ++index) {
    const void* error = call<slot::Parser::getError>(abi, parser, index);
    if (error == nullptr) continue;
    ParserMessage message;
    message.code = call<slot::ParserError::code>(abi, error);
    message.description = text(call<slot::ParserError::desc>(abi, error));
    message.node = call<slot::ParserError::node>(abi, error);
    message.file = text(call<slot::ParserError::file>(abi, error));
    message.line = call<slot::ParserError::line>(abi, error);
    message.function = text(call<slot::ParserError::func>(abi, error));
    if (abi != Abi::trt8) {
      message.node_name = text(call<slot::ParserError::nodeName>(abi, error));
      message.node_operator = text(call<slot::ParserError::nodeOperator>(abi, error));
    }
    messages.push_back(message);
  }
  return messages;
}

std::string parser_sentence(const std::vector<ParserMessage>& messages, const std::string& model_path) {
  if (messages.empty()) return "TensorRT's parser could not read " + model_path + " and gave no reason";
  const auto& first = messages.front();
  std::string where = model_path;
  if (first.node >= 0 || !first.node_name.empty()) {
    where = "node " + (first.node_name.empty() ? std::to_string(first.node) : "'" + first.node_name + "'");
    if (!first.node_operator.empty()) where = "the " + first.node_operator + " " + where;
  }
  return "TensorRT's parser refuses " + where + ": " + first.description;
}

}  // namespace lathe::tensorrt
