#include "profiles.h"

#include <algorithm>
#include <stdexcept>

namespace lathe::tensorrt {

namespace {

[[noreturn]] void refuse(const std::string& input, const std::string& why) {
  throw std::runtime_error("the profile of input '" + input + "' " + why);
}

void check_range(const NetworkInput& input, const ShapeRange& range) {
  for (const auto* shape : {&range.min, &range.opt, &range.max}) {
    if (input.shape_tensor) break;
    if (shape->size() != input.shape.size())
      refuse(input.name, "has " + std::to_string(shape->size()) + " dimensions in " + to_string(*shape) +
                             ", and the model says " + to_string(input.shape));
    for (std::size_t axis = 0; axis < shape->size(); ++axis) {
      const auto fixed = input.shape[axis];
      if (fixed >= 0 && (*shape)[axis] != fixed)
        refuse(input.name, "says " + to_string(*shape) + ", and the model fixes dimension " + std::to_string(axis) + " to " +
                               std::to_string(fixed));
    }
  }
  if (range.min.size() != range.opt.size() || range.opt.size() != range.max.size())
    refuse(input.name, "gives min, opt and max different lengths");
  for (std::size_t axis = 0; axis < range.min.size(); ++axis) {
    if (range.min[axis] > range.opt[axis] || range.opt[axis] > range.max[axis])
      refuse(input.name, "is out of order: it needs min ≤ opt ≤ max in every dimension, and says " + to_string(range.min) +
                             ", " + to_string(range.opt) + ", " + to_string(range.max));
  }
}

ShapeRange all_ones(const NetworkInput& input) {
  if (input.shape_tensor)
    refuse(input.name, "is missing: its values are sizes that TensorRT must know; give them as min, opt and max");
  Shape shape = input.shape;
  for (auto& size : shape) size = size < 0 ? 1 : size;
  return {shape, shape, shape};
}

bool set_shape(Abi abi, void* profile, const std::string& input, Enumerator select, const Shape& shape) {
  const auto which = select.in(abi);
  if (abi == Abi::trt8)
    return call<slot::OptimizationProfile::setDimensions8>(abi, profile, input.c_str(), which, to_dims32(shape));
  const auto dims = to_dims64(shape);
  return call<slot::OptimizationProfile::setDimensions>(abi, profile, input.c_str(), which, &dims);
}

bool set_values(Abi abi, void* profile, const std::string& input, Enumerator select, const Shape& values) {
  const auto which = select.in(abi);
  const auto count = static_cast<std::int32_t>(values.size());
  if (since_11(abi))
    return call<slot::OptimizationProfile::setShapeValuesV2>(abi, profile, input.c_str(), which, values.data(), count);
  const std::vector<std::int32_t> narrow(values.begin(), values.end());
  return call<slot::OptimizationProfile::setShapeValues>(abi, profile, input.c_str(), which, narrow.data(), count);
}

}  // namespace

bool NetworkInput::dynamic() const {
  return shape_tensor || std::any_of(shape.begin(), shape.end(), [](std::int64_t size) { return size < 0; });
}

std::vector<Profile> complete_profiles(const std::vector<NetworkInput>& inputs, const std::vector<Profile>& asked) {
  for (const auto& profile : asked) {
    for (const auto& [name, range] : profile) {
      const auto known = std::any_of(inputs.begin(), inputs.end(), [&](const auto& input) { return input.name == name; });
      if (!known) refuse(name, "names no input of the model");
    }
  }
  std::vector<Profile> complete;
  const std::vector<Profile> wanted = asked.empty() ? std::vector<Profile>(1) : asked;
  for (const auto& profile : wanted) {
    Profile whole;
    for (const auto& input : inputs) {
      const auto found = profile.find(input.name);
      if (found != profile.end()) check_range(input, found->second);
      if (!input.dynamic()) continue;
      whole[input.name] = found != profile.end() ? found->second : all_ones(input);
    }
    if (!whole.empty()) complete.push_back(whole);
  }
  return complete;
}

std::vector<NetworkInput> network_inputs(Abi abi, void* network) {
  std::vector<NetworkInput> inputs;
  const int count = call<slot::NetworkDefinition::getNbInputs>(abi, network);
  for (int index = 0; index < count; ++index) {
    void* tensor = call<slot::NetworkDefinition::getInput>(abi, network, index);
    NetworkInput input;
    input.name = call<slot::Tensor::getName>(abi, tensor);
    input.shape = abi == Abi::trt8 ? to_shape(call<slot::Tensor::getDimensions8>(abi, tensor))
                                   : to_shape(call<slot::Tensor::getDimensions>(abi, tensor));
    input.shape_tensor = call<slot::Tensor::isShapeTensor>(abi, tensor);
    inputs.push_back(input);
  }
  return inputs;
}

void add_profiles(Abi abi, void* builder, void* config, const std::vector<NetworkInput>& inputs,
                  const std::vector<Profile>& profiles, bool calibrate) {
  for (const auto& ranges : profiles) {
    // The builder owns its profiles.
    void* profile = call<slot::Builder::createOptimizationProfile>(abi, builder);
    for (const auto& input : inputs) {
      const auto found = ranges.find(input.name);
      if (found == ranges.end()) continue;
      const auto& [min, opt, max] = found->second;
      const auto set = input.shape_tensor ? set_values : set_shape;
      if (!set(abi, profile, input.name, enums::select_min, min) || !set(abi, profile, input.name, enums::select_opt, opt) ||
          !set(abi, profile, input.name, enums::select_max, max))
        refuse(input.name, "was refused by TensorRT: " + to_string(min) + ", " + to_string(opt) + ", " + to_string(max));
    }
    if (!call<slot::OptimizationProfile::isValid>(abi, profile) ||
        call<slot::BuilderConfig::addOptimizationProfile>(abi, config, static_cast<const void*>(profile)) < 0)
      throw std::runtime_error("TensorRT refused an optimization profile");
    if (calibrate) call<slot::BuilderConfig::setCalibrationProfile>(abi, config, static_cast<const void*>(profile));
    calibrate = false;
  }
}

}  // namespace lathe::tensorrt
