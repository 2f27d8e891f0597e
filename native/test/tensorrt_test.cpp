#include "../src/tensorrt/abi.h"
#include "../src/tensorrt/build.h"
#include "../src/tensorrt/profiles.h"
#include "check.h"

using namespace lathe::tensorrt;

namespace {

std::string refusal(const std::function<void()>& body) {
  try {
    body();
  } catch (const std::exception& error) {
    return error.what();
  }
  return "";
}
bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

const std::vector<NetworkInput> images = {{"x", {-1, 3, -1, -1}, false}, {"scale", {2}, false}};

struct Silent : BuildListener {
  void log(Severity, const std::string&) override {}
  void start(const std::string&, const std::string&, int) override {}
  bool step(const std::string&, int) override { return true; }
  void finish(const std::string&) override {}
};

}  // namespace

TEST("versions are decoded in their old and new forms, and unknown series are refused by name") {
  EXPECT(to_string(decode_version(8601, false)) == "8.6.1");
  EXPECT(to_string(decode_version(101501, false)) == "10.15.1");
  EXPECT(to_string(decode_version(10701, true)) == "1.7.1");
  EXPECT(abi_of({8, 6, 1}, false) == Abi::trt8 && abi_of({10, 0, 1}, false) == Abi::trt10);
  EXPECT(abi_of({11, 3, 0}, false) == Abi::trt11 && abi_of({1, 7, 1}, true) == Abi::rtx);
  EXPECT(has(refusal([] { abi_of({8, 5, 3}, false); }), "8.5.3"));
  EXPECT(has(refusal([] { abi_of({12, 0, 0}, false); }), "12.0.0"));
  EXPECT(has(refusal([] { abi_of({1, 4, 0}, true); }), "1.5"));
  EXPECT(has(refusal([] { abi_of({2, 0, 0}, true); }), "2.0.0"));
}

TEST("a dynamic dimension without a profile is 1, and static inputs need none") {
  const auto profiles = complete_profiles(images, {});
  EXPECT(profiles.size() == 1 && profiles[0].size() == 1);
  EXPECT(profiles[0].at("x").min == (Shape{1, 3, 1, 1}) && profiles[0].at("x").max == (Shape{1, 3, 1, 1}));
  EXPECT(complete_profiles({{"scale", {2}, false}}, {}).empty());
}

TEST("several profiles stay apart and are each completed") {
  const ShapeRange small{{1, 3, 32, 32}, {4, 3, 32, 32}, {8, 3, 32, 32}};
  const auto profiles = complete_profiles(images, {{{"x", small}}, {}});
  EXPECT(profiles.size() == 2);
  EXPECT(profiles[0].at("x").opt == small.opt && profiles[1].at("x").opt == (Shape{1, 3, 1, 1}));
}

TEST("a profile that contradicts the model or itself is refused with the input's name") {
  const auto refuse = [](ShapeRange range) { return refusal([&] { complete_profiles(images, {{{"x", range}}}); }); };
  EXPECT(has(refuse({{1, 3, 8}, {1, 3, 8}, {1, 3, 8}}), "'x' has 3 dimensions"));
  EXPECT(has(refuse({{1, 4, 8, 8}, {1, 4, 8, 8}, {1, 4, 8, 8}}), "fixes dimension 1 to 3"));
  EXPECT(has(refuse({{4, 3, 8, 8}, {2, 3, 8, 8}, {8, 3, 8, 8}}), "out of order"));
  EXPECT(has(refusal([&] { complete_profiles(images, {{{"y", {}}}}); }), "'y' names no input"));
}

TEST("a build with no library fails in its first stage with the loader's words") {
  Silent listener;
  const std::atomic<bool> cancel{false};
  const auto outcome = build_engine({"/nowhere/libnvinfer.so.10", ""}, {}, listener, cancel);
  EXPECT(outcome.status == BuildStatus::failed && outcome.stage == "load");
  EXPECT(has(outcome.reason, "/nowhere/libnvinfer.so.10"));
}
