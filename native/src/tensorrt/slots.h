// The table of slots as types: `slot::Builder::createNetwork` knows its slot in each ABI and its signature.
#pragma once
#include <cstddef>
#include <cstdint>

#include "abi.h"
#include "dims.h"

namespace lathe::tensorrt {

template <class Signature>
struct Member;

/// A virtual member function as a plain function: the object comes first.
template <class Result, class... Arguments>
struct Member<Result(Arguments...)> {
  using Function = Result (*)(void*, Arguments...);
};

constexpr int slot_in(Abi abi, int trt8, int trt10, int trt11, int rtx) {
  return abi == Abi::trt8 ? trt8 : abi == Abi::trt10 ? trt10 : abi == Abi::trt11 ? trt11 : rtx;
}

namespace slot {

#define LATHE_DECLARE(interface, tag, method, trt8, trt10, trt11, rtx, result, arguments, behind_pointer) \
  namespace interface {                                                                              \
  struct tag {                                                                                       \
    using Function = Member<result arguments>::Function;                                             \
    static constexpr const char* name = #interface "::" #method;                                     \
    static constexpr bool implementation = behind_pointer;                                           \
    static constexpr int at(Abi abi) { return slot_in(abi, trt8, trt10, trt11, rtx); }                    \
  };                                                                                                 \
  }
#define LATHE_METHOD(interface, tag, method, trt8, trt10, trt11, rtx, result, arguments) \
  LATHE_DECLARE(interface, tag, method, trt8, trt10, trt11, rtx, result, arguments, true)
#define LATHE_PARSER_METHOD(interface, tag, method, trt8, trt10, trt11, rtx, result, arguments) \
  LATHE_DECLARE(interface, tag, method, trt8, trt10, trt11, rtx, result, arguments, false)
#include "slots.inc"
#undef LATHE_METHOD
#undef LATHE_PARSER_METHOD
#undef LATHE_DECLARE

}  // namespace slot

/// Where the deleting destructor stands: first among the classes with an implementation behind a pointer (complete
/// object's destructor 0, deleting 1), after the methods that are older in the parser's.
constexpr int deleting_destructor = 1;
constexpr int parser_deleting_destructor(Abi abi) { return slot_in(abi, 10, 9, 7, 7); }
constexpr int parser_refitter_deleting_destructor = 6;

/// Offset of the pointer to the implementation in every public class: behind the table of virtual functions.
constexpr std::size_t implementation_offset = sizeof(void*);

}  // namespace lathe::tensorrt
