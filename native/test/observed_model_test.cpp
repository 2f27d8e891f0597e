// A model that counts what it computes, in every ONNX Runtime that LATHE_ONNXRUNTIME names.
#include "../src/onnxruntime/observed_model.h"

#include <cmath>
#include <stdexcept>
#include <thread>

#include "check.h"
#include "onnxruntime_libraries.h"
#include "protobuf.h"

using namespace lathe;
using namespace lathe::onnxruntime;

namespace {

std::string value(const std::string& name, int type) { return part(1, name) + part(2, part(1, number(1, type) + part(2, part(1, part(2, "N"))))); }

/// y = Neg(x); counted = lathe.Count(y) into the histogram at place 1.
std::string counting_model(int type) {
  const std::string negate = part(1, "x") + part(2, "y") + part(4, "Neg");
  const std::string place = part(5, part(1, "tensor") + number(3, 1) + "\xa0\x01\x02");
  const std::string count = part(1, "y") + part(2, "counted") + part(4, "Count") + place + part(7, "lathe");
  const std::string graph =
      part(1, negate) + part(1, count) + part(2, "g") + part(11, value("x", type)) + part(12, value("counted", kDouble));
  return number(1, 8) + part(7, graph) + part(8, part(1, "") + number(2, 13)) + part(8, part(1, "lathe") + number(2, 1));
}

void for_each_library(const std::function<void(const std::string&)>& test) {
  for (const auto& library : onnxruntime_libraries()) test(library);
}

std::unique_ptr<ObservedModel> open(const std::string& library, const std::string& bytes) {
  return std::make_unique<ObservedModel>(library, ModelBytes{{}, bytes.data(), bytes.size()}, ModelOptions{},
                                         std::vector<CountedOutput>{{"counted", 1}});
}

template <class Work>
bool refuses(const Work& work) {
  try {
    work();
  } catch (const std::exception&) {
    return true;
  }
  return false;
}

Feed feed(const std::vector<float>& values, bool observed) {
  return {"x", kFloat, {static_cast<std::int64_t>(values.size())}, values.data(), 4 * values.size(), observed, 0};
}

}  // namespace

TEST("a model counts its values and its input where they lie, and tells the extremes of each run") {
  for_each_library([](const std::string& library) {
    const auto model = open(library, counting_model(kFloat));
    HistogramSet set(3, 1);
    const std::vector<float> values{3, -4, 0, 0.5f, INFINITY};
    const auto found = model->run({feed(values, true)}, set);
    EXPECT(found.size() == 3);
    EXPECT(found[0].min == -4 && found[0].max == 3 && found[0].not_finite == 1);
    EXPECT(found[1].min == -3 && found[1].max == 4 && found[1].not_finite == 1);
    EXPECT(found[2].min == INFINITY && found[2].max == -INFINITY && found[2].not_finite == 0);
    EXPECT(set[1].total() == 5 && set[1].zeros() == 1 && set[1].max() == 4);
    EXPECT(set[0].total() == 5 && set[2].total() == 0);
    const std::vector<float> more{7};
    EXPECT(model->run({feed(more, false)}, set)[1].min == -7);
    EXPECT(set[1].total() == 6 && set[0].total() == 5);
  });
}

TEST("a model counts into the set that a run names, from several threads") {
  for_each_library([](const std::string& library) {
    const auto model = open(library, counting_model(kFloat));
    const std::vector<float> values(1000, 2);
    HistogramSet first(2, 1), second(2, 1);
    model->run({feed(values, false)}, first);
    std::vector<std::thread> threads;
    for (int thread = 0; thread < 4; ++thread) {
      threads.emplace_back([&] {
        for (int turn = 0; turn < 10; ++turn) model->run({feed(values, false)}, second);
      });
    }
    for (auto& thread : threads) thread.join();
    EXPECT(first[1].total() == 1000);
    EXPECT(second[1].total() == 40000);
  });
}

TEST("a model that would count anything but float32 is refused, and so is a set beside another") {
  for_each_library([](const std::string& library) {
    EXPECT(refuses([&] { open(library, counting_model(kDouble)); }));
    CountOperator counting(Api::open(library));
    HistogramSet one(1, 1), other(1, 1);
    const CountOperator::Into into(counting, one);
    const CountOperator::Into again(counting, one);
    EXPECT(refuses([&] { const CountOperator::Into third(counting, other); }));
  });
}
