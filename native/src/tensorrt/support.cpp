#include "support.h"

#include <fstream>
#include <iterator>
#include <stdexcept>

#include "configure.h"
#include "parse.h"

namespace lathe::tensorrt {

namespace {

std::vector<char> read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw std::runtime_error("the model " + path + " cannot be read");
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

std::vector<Subgraph> subgraphs_of(Abi abi, void* parser) {
  std::vector<Subgraph> subgraphs;
  const auto count = call<slot::Parser::getNbSubgraphs>(abi, parser);
  for (std::int64_t index = 0; index < count; ++index) {
    std::int64_t length = 0;
    const auto* nodes = call<slot::Parser::getSubgraphNodes>(abi, parser, index, &length);
    Subgraph subgraph;
    subgraph.supported = call<slot::Parser::isSubgraphSupported>(abi, parser, index);
    if (nodes != nullptr) subgraph.nodes.assign(nodes, nodes + length);
    subgraphs.push_back(subgraph);
  }
  return subgraphs;
}

}  // namespace

Support examine_support(OpenedBuilder& opened, const std::string& model_path) {
  const auto abi = opened.abi();
  auto& library = opened.library();
  auto& log = opened.log();
  BuildOptions options;
  options.strongly_typed = abi == Abi::trt10;
  const Owned network(call<slot::Builder::createNetwork>(abi, opened.get(), network_flags(library, options)));
  log.require(static_cast<bool>(network), library.name() + " could not create a network");
  const auto parser = library.create_parser(network.get(), opened.logger());
  log.require(static_cast<bool>(parser), library.name() + " could not create an ONNX parser");
  Support support;
  if (slot::Parser::supportsModelV2::at(abi) < 0) {
    constexpr int warnings = static_cast<int>(Severity::warning);
    support.supported = call<slot::Parser::parseFromFile>(abi, parser.get(), model_path.c_str(), warnings);
  } else {
    const auto bytes = read_file(model_path);
    const auto* data = static_cast<const void*>(bytes.data());
    support.supported = call<slot::Parser::supportsModelV2>(abi, parser.get(), data, bytes.size(), model_path.c_str());
    support.subgraphs = subgraphs_of(abi, parser.get());
  }
  support.messages = parser_messages(abi, parser.get());
  return support;
}

}  // namespace lathe::tensorrt
