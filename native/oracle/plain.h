// The types of NVIDIA's headers as Lathe declares them: objects are untyped addresses, enumerations 32-bit integers.
#pragma once
#include <NvInfer.h>

#include <type_traits>

#include "../src/tensorrt/dims.h"

namespace oracle {

#if LATHE_SERIES == 8
using RealDims = nvinfer1::Dims;
using OurDims = lathe::tensorrt::Dims32;
#else
using RealDims = nvinfer1::Dims64;
using OurDims = lathe::tensorrt::Dims64;
#endif
static_assert(sizeof(RealDims) == sizeof(OurDims) && alignof(RealDims) == alignof(OurDims));
static_assert(offsetof(RealDims, nbDims) == offsetof(OurDims, count));
static_assert(offsetof(RealDims, d) == offsetof(OurDims, sizes));
static_assert(RealDims::MAX_DIMS == lathe::tensorrt::most_dims);

using RealWeights = nvinfer1::Weights;
using OurWeights = lathe::tensorrt::Weights;
static_assert(sizeof(RealWeights) == sizeof(OurWeights) && std::is_trivially_copyable_v<RealWeights>);
static_assert(offsetof(RealWeights, type) == offsetof(OurWeights, type));
static_assert(offsetof(RealWeights, values) == offsetof(OurWeights, values));
static_assert(offsetof(RealWeights, count) == offsetof(OurWeights, count));

template <class T>
auto plain() {
  using Bare = std::remove_cv_t<T>;
  if constexpr (std::is_reference_v<T>) {
    return plain<std::remove_reference_t<T>*>();
  } else if constexpr (std::is_pointer_v<Bare>) {
    using Target = std::remove_pointer_t<Bare>;
    using BareTarget = std::remove_cv_t<Target>;
    constexpr bool constant = std::is_const_v<Target>;
    if constexpr (std::is_same_v<BareTarget, RealDims>) {
      return std::add_pointer_t<std::conditional_t<constant, const OurDims, OurDims>>{};
    } else if constexpr (std::is_class_v<BareTarget>) {
      return std::conditional_t<constant, const void*, void*>{};
    } else {
      return Bare{};
    }
  } else if constexpr (std::is_enum_v<Bare>) {
    static_assert(sizeof(Bare) == sizeof(std::int32_t));
    return std::int32_t{};
  } else if constexpr (std::is_same_v<Bare, RealDims>) {
    return OurDims{};
  } else if constexpr (std::is_same_v<Bare, RealWeights>) {
    return OurWeights{};
  } else if constexpr (std::is_void_v<Bare>) {
    return;
  } else {
    return Bare{};
  }
}

template <class T>
using Plain = decltype(plain<T>());

}  // namespace oracle
