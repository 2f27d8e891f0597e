#include "observed_model.h"

#include <cmath>
#include <stdexcept>

namespace lathe::onnxruntime {

namespace {

/// It is one for the process; ONNX Runtime counts who holds it.
const Environment* environment(const Api& api) {
  constexpr int kErrors = 3;
  Environment* made = nullptr;
  api.require(api.create_environment(kErrors, "lathe", &made));
  return made;
}

Session* open_session(const Api& api, const ModelBytes& model, const ModelOptions& wanted) {
  static const Environment* const shared = environment(api);
  constexpr int kAll = 99, kNone = 0, kFatal = 4;
  SessionOptions* made = nullptr;
  api.require(api.create_session_options(&made));
  const std::unique_ptr<SessionOptions, void (*)(SessionOptions*)> options(made, api.release_session_options);
  api.require(api.disable_arena(made));
  // Errors come as statuses, and one of them is looked for: a buffer of the last run that does not fit this one.
  api.require(api.set_log_severity(made, kFatal));
  api.require(api.set_intra_threads(made, wanted.threads));
  api.require(api.set_optimization(made, wanted.optimize ? kAll : kNone));
  for (const auto& [key, value] : wanted.configuration) api.require(api.add_configuration(made, key.c_str(), value.c_str()));
  Session* session = nullptr;
  api.require(model.path.empty() ? api.create_session_of(shared, model.bytes, model.size, made, &session)
                                 : api.create_session(shared, model.path.c_str(), made, &session));
  return session;
}

std::string shapes_of(const std::vector<Feed>& feeds) {
  std::string all;
  for (const auto& feed : feeds) {
    all += feed.name;
    for (const auto size : feed.dims) all += ' ' + std::to_string(size);
    all += '\n';
  }
  return all;
}

}  // namespace

/// The outputs of one run, which the next run of the same shapes writes into.
struct ObservedModel::Lane {
  explicit Lane(const Api& used, std::size_t place, std::size_t outputs) : api(used), index(place), values(outputs) {}
  ~Lane() { forget(); }
  Lane(const Lane&) = delete;
  Lane& operator=(const Lane&) = delete;

  void forget() {
    for (auto& value : values) {
      if (value != nullptr) api.release_value(value);
      value = nullptr;
    }
  }
  bool holds() const { return !values.empty() && values.front() != nullptr; }

  const Api& api;
  std::size_t index;
  std::string shapes;
  std::vector<Value*> values;
  /// Not where an output's shape depends on data.
  bool keeps = true;
};

ObservedModel::ObservedModel(const std::string& library, const ModelBytes& model, const ModelOptions& options,
                             std::vector<ObservedOutput> outputs)
    : api_(Api::open(library)), outputs_(std::move(outputs)) {
  for (const auto& output : outputs_) output_names_.push_back(output.name.c_str());
  session_ = open_session(api_, model, options);
  constexpr int kArena = 1, kDefault = 0;
  api_.require(api_.create_cpu_memory(kArena, kDefault, &memory_));
}

ObservedModel::~ObservedModel() {
  idle_.clear();
  if (memory_ != nullptr) api_.release_memory(memory_);
  if (session_ != nullptr) api_.release_session(session_);
}

std::unique_ptr<ObservedModel::Lane> ObservedModel::take_lane() {
  const std::lock_guard<std::mutex> lock(mutex_);
  if (idle_.empty()) return std::make_unique<Lane>(api_, lanes_++, outputs_.size());
  auto lane = std::move(idle_.back());
  idle_.pop_back();
  return lane;
}

void ObservedModel::infer(const std::vector<Feed>& feeds, Lane& lane) {
  std::vector<std::unique_ptr<Value, void (*)(Value*)>> owned;
  std::vector<const Value*> inputs;
  std::vector<const char*> names;
  for (const auto& feed : feeds) {
    Value* value = nullptr;
    api_.require(api_.create_tensor_over(memory_, const_cast<void*>(feed.data), feed.bytes, feed.dims.data(), feed.dims.size(),
                                         feed.element_type, &value));
    owned.emplace_back(value, api_.release_value);
    inputs.push_back(value);
    names.push_back(feed.name.c_str());
  }
  const auto once = [&] {
    return api_.run(session_, nullptr, names.data(), inputs.data(), inputs.size(), output_names_.data(), output_names_.size(),
                    lane.values.data());
  };
  const std::string shapes = shapes_of(feeds);
  if (!lane.keeps || shapes != lane.shapes) lane.forget();
  lane.shapes = shapes;
  if (lane.holds()) {
    if (api_.is_well(once())) return;
    // A shape that depends on data; where something else is wrong the run that follows says so.
    lane.keeps = false;
    lane.forget();
  }
  api_.require(once());
}

std::vector<Extremes> ObservedModel::run(const std::vector<Feed>& feeds, HistogramSet& histograms) {
  std::vector<Extremes> extremes(histograms.size(), Extremes{INFINITY, -INFINITY, 0});
  const auto count = [&](std::size_t tensor, const void* values, std::size_t size) {
    extremes[tensor] = histograms.add(tensor, static_cast<const float*>(values), size);
  };
  auto lane = take_lane();
  // ONNX Runtime refuses a run that nothing is wanted of. What it refuses is not counted at all.
  if (!outputs_.empty()) infer(feeds, *lane);
  for (const auto& feed : feeds) {
    if (feed.observed) count(feed.tensor, feed.data, feed.bytes / sizeof(float));
  }
  for (std::size_t step = 0; step < outputs_.size(); ++step) {
    // Each lane begins elsewhere, so that two seldom want the same histogram.
    const std::size_t place = (step + lane->index * outputs_.size() / 2) % outputs_.size();
    TypeAndShape* made = nullptr;
    api_.require(api_.type_and_shape(lane->values[place], &made));
    const std::unique_ptr<TypeAndShape, void (*)(TypeAndShape*)> shape(made, api_.release_type_and_shape);
    int type = 0;
    std::size_t size = 0;
    void* data = nullptr;
    api_.require(api_.element_type(made, &type));
    if (type != kFloat) throw std::runtime_error("the output '" + outputs_[place].name + "' is not float32");
    api_.require(api_.element_count(made, &size));
    api_.require(api_.data_of(lane->values[place], &data));
    count(outputs_[place].tensor, data, size);
  }
  const std::lock_guard<std::mutex> lock(mutex_);
  idle_.push_back(std::move(lane));
  return extremes;
}

}  // namespace lathe::onnxruntime
