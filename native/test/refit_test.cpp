// Other weights for an engine by their names, against a TensorRT whose engines have one weight, `factor` (test/fake).
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>

#include "../src/tensorrt/engine.h"
#include "check.h"

using namespace lathe::tensorrt;

namespace {

/// Null where the libraries were not built, as on other systems than Linux.
const char* fakes() { return std::getenv("LATHE_TENSORRT"); }

std::unique_ptr<Engine> opened(const std::string& more) {
  const auto path = (std::filesystem::temp_directory_path() / "lathe-refit-test.plan").string();
  std::ofstream(path, std::ios::binary) << "ftrt: an engine of the imaginary TensorRT" << more;
  return std::make_unique<Engine>(LibraryPaths{std::string(fakes()) + "/libnvinfer.so.10", ""}, path, LogListener());
}

NamedValues floats(std::vector<float> values) {
  const auto* bytes = reinterpret_cast<const char*>(values.data());
  return {enums::type_float32.in(Abi::trt10), {bytes, bytes + values.size() * sizeof(float)}};
}

std::string refusal(const std::function<void()>& body) {
  try {
    body();
  } catch (const std::exception& error) {
    return error.what();
  }
  return "";
}
bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST("weights are given by name, and names that the engine does not know are passed over") {
  if (fakes() == nullptr) return;
  const auto engine = opened(" that takes weights");
  engine->refit({{"factor", floats({5})}, {"another", floats({7, 8})}});
  const auto x = floats({1, 2, 3, 4});
  engine->feed({{"x", {{1, 4}, x.bytes}}});
  const auto y = engine->infer().at("y").bytes;
  float last = 0;
  std::memcpy(&last, y.data() + 3 * sizeof last, sizeof last);
  EXPECT(last == 20);
}

TEST("weights that do not fit or are missing, and engines that take none, are refused with the reason") {
  if (fakes() == nullptr) return;
  const auto engine = opened(" that takes weights");
  EXPECT(has(refusal([&] { engine->refit({{"factor", floats({5, 6})}}); }), "shape of weight factor differs"));
  EXPECT(has(refusal([&] { engine->refit({{"another", floats({7})}}); }), "1 of its weights"));
  EXPECT(has(refusal([] { opened("")->refit({{"factor", floats({5})}}); }), "takes no weights"));
}
