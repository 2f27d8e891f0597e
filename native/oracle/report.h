// Counts what was compared and prints what is wrong.
#pragma once
#include <cstdio>

#include "../src/tensorrt/abi.h"

namespace oracle {

constexpr lathe::tensorrt::Abi abi = LATHE_SERIES == 8    ? lathe::tensorrt::Abi::trt8
                                     : LATHE_SERIES == 10 ? lathe::tensorrt::Abi::trt10
                                                          : lathe::tensorrt::Abi::trt11;

inline int compared = 0;
inline int wrong = 0;

inline void expect(bool good, const char* what, const char* why) {
  ++compared;
  if (good) return;
  ++wrong;
  std::printf("  wrong: %s: %s\n", what, why);
}

void compare_methods();
void compare_enums();
void compare_layouts();
void compare_callbacks();

}  // namespace oracle
