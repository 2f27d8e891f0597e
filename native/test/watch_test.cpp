// Values inside an engine, from a TensorRT that gives out `h`, its output in FP16 (test/fake).
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
  const auto path = (std::filesystem::temp_directory_path() / "lathe-watch-test.plan").string();
  std::ofstream(path, std::ios::binary) << "ftrt: an engine of the imaginary TensorRT" << more;
  return std::make_unique<Engine>(LibraryPaths{std::string(fakes()) + "/libnvinfer.so.10", ""}, path, LogListener());
}

Tensors row(float first) {
  const float values[] = {first, 1, 2, 3};
  const auto* bytes = reinterpret_cast<const char*>(values);
  return {{"x", {{1, 4}, {bytes, bytes + sizeof values}}}};
}

}  // namespace

TEST("a value inside an engine is copied while it is told, with its type and shape") {
  if (fakes() == nullptr) return;
  const auto engine = opened(" that tells of h");
  for (const float first : {0.5f, 1.5f}) {
    engine->feed(row(first));
    std::vector<WatchedValue> values;
    const auto outputs = engine->watch(false, values);
    EXPECT(outputs.at("y").bytes.size() == 16 && values.size() == 1);
    EXPECT(values[0].name == "h" && values[0].type == enums::type_float16.in(Abi::trt10) && values[0].shape == (Shape{1, 4}));
    std::uint16_t half[4] = {};
    EXPECT(values[0].bytes.size() == sizeof half);
    std::memcpy(half, values[0].bytes.data(), sizeof half);
    EXPECT(half[0] == (first == 0.5f ? 0x3C00 : 0x4200) && half[1] == 0x4000 && half[3] == 0x4600);
  }
}

TEST("a value that was widened to be given out carries its own name") {
  if (fakes() == nullptr) return;
  const auto engine = opened(" that tells of h as float32");
  engine->feed(row(0.5f));
  std::vector<WatchedValue> values;
  engine->watch(false, values);
  EXPECT(values.size() == 1 && values[0].name == "h" && values[0].type == enums::type_float32.in(Abi::trt10));
  float last = 0;
  std::memcpy(&last, values[0].bytes.data() + 3 * sizeof last, sizeof last);
  EXPECT(last == 6);
}

TEST("an engine that gives out nothing is watched in vain, and tells nothing when it is not watched") {
  if (fakes() == nullptr) return;
  std::vector<WatchedValue> values;
  const auto plain = opened("");
  plain->feed(row(1));
  EXPECT(plain->watch(false, values).size() == 1 && values.empty());
  const auto telling = opened(" that tells of h");
  telling->feed(row(1));
  telling->watch(false, values);
  EXPECT(values.size() == 1 && telling->infer().size() == 1);
}

TEST("values of types without whole bytes are passed over, and the last of each name stays") {
  Watched watched(Abi::trt10);
  const float first[] = {1, 2}, second[] = {3, 4, 5};
  watched.value("four bits", enums::type_int4.in(Abi::trt10), {2}, true, first, nullptr);
  watched.value("v", enums::type_float32.in(Abi::trt10), {2}, true, first, nullptr);
  watched.value("v", enums::type_float32.in(Abi::trt10), {3}, true, second, nullptr);
  const auto values = watched.take();
  EXPECT(values.size() == 1 && values[0].name == "v" && values[0].shape == (Shape{3}));
  float last = 0;
  std::memcpy(&last, values[0].bytes.data() + 2 * sizeof last, sizeof last);
  EXPECT(last == 5);
}
