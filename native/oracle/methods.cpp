// Slots and signatures: each line of slots.inc against a pointer to the real member.
#include <NvInfer.h>
#include <NvOnnxParser.h>

#include <cstring>
#include <type_traits>

#include "../src/tensorrt/slots.h"
#include "plain.h"
#include "report.h"

// A class that 8.6 lacks altogether, so that its lines find it empty.
#if LATHE_SERIES == 8
namespace nvonnxparser {
class IParserRefitter;
}
#endif

namespace oracle {

namespace {

namespace slot = lathe::tensorrt::slot;

/// A pointer to a virtual member carries 1 + 8 * slot (Itanium C++ ABI, 2.3).
template <class Pointer>
int slot_of(Pointer pointer) {
  std::uintptr_t bits = 0;
  std::memcpy(&bits, &pointer, sizeof bits);
  return static_cast<int>((bits - 1) / sizeof(void*));
}

/// A method with a slot must stand there with this signature; one without must not be in the header in this form.
template <class Declared, class Pointer, class Real>
void compare(Pointer pointer) {
  constexpr bool same = std::is_same_v<Real, typename Declared::Function>;
  constexpr int declared = Declared::at(abi);
  if (declared == -2) return;
  if (declared < 0) return expect(!same, Declared::name, "the header has this method, and no slot is declared");
  expect(same, Declared::name, "its signature differs");
  expect(slot_of(pointer) == declared, Declared::name, "its slot differs");
}
template <class Declared, class Result, class Class, class... Arguments>
void compare(Result (Class::*pointer)(Arguments...)) {
  compare<Declared, decltype(pointer), Plain<Result> (*)(void*, Plain<Arguments>...)>(pointer);
}
template <class Declared, class Result, class Class, class... Arguments>
void compare(Result (Class::*pointer)(Arguments...) const) {
  compare<Declared, decltype(pointer), Plain<Result> (*)(void*, Plain<Arguments>...)>(pointer);
}

template <class Declared, class Class, class Probe>
void check(Probe probe) {
  if constexpr (std::is_invocable_v<Probe, Class*>) {
    compare<Declared>(probe(static_cast<Class*>(nullptr)));
  } else if constexpr (std::is_same_v<Declared, slot::Runtime::deserializeCudaEngine> && LATHE_SERIES != 8) {
    // 10 has another form of the same name, for readers of streams.
    using Form = nvinfer1::ICudaEngine* (Class::*)(const void*, std::size_t) noexcept;
    compare<Declared>(static_cast<Form>(&Class::deserializeCudaEngine));
  } else {
    const bool overloaded = std::is_same_v<Declared, slot::Runtime::deserializeCudaEngine8>;
    expect(Declared::at(abi) < 0 || overloaded, Declared::name, "the header has no such method");
  }
}

}  // namespace

void compare_methods() {
#define LATHE_CHECK(real, interface, tag, method) \
  check<slot::interface::tag, real>(              \
      [](auto* object) -> decltype(&std::remove_pointer_t<decltype(object)>::method) { \
        return &std::remove_pointer_t<decltype(object)>::method;                       \
      });
#define LATHE_METHOD(interface, tag, method, trt8, trt10, trt11, rtx, result, arguments) \
  LATHE_CHECK(nvinfer1::apiv::V##interface, interface, tag, method)
#define LATHE_PARSER_METHOD(interface, tag, method, trt8, trt10, trt11, rtx, result, arguments) \
  LATHE_CHECK(nvonnxparser::I##interface, interface, tag, method)
#include "../src/tensorrt/slots.inc"

  // The parser's destructors lie between these two.
  constexpr int deleting = lathe::tensorrt::parser_deleting_destructor(abi);
  expect(slot_of(&nvonnxparser::IParser::clearErrors) == deleting - 2, "IParser's destructor", "its slot differs");
  expect(slot_of(&nvonnxparser::IParser::getUsedVCPluginLibraries) == deleting + 1, "IParser's destructor", "its slot differs");
#if LATHE_SERIES >= 10
  constexpr int refitter = lathe::tensorrt::parser_refitter_deleting_destructor;
  expect(slot_of(&nvonnxparser::IParserRefitter::clearErrors) == refitter - 2, "IParserRefitter's destructor", "its slot differs");
#endif
}

}  // namespace oracle
