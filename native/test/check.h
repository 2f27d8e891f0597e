// The smallest test runner that prints what failed and where.
#pragma once
#include <cmath>
#include <cstdio>
#include <functional>
#include <string>
#include <vector>

namespace check {

struct Case {
  std::string name;
  std::function<void()> body;
};

inline std::vector<Case>& cases() {
  static std::vector<Case> all;
  return all;
}
inline int& failures() {
  static int count = 0;
  return count;
}

struct Register {
  Register(const char* name, std::function<void()> body) { cases().push_back({name, std::move(body)}); }
};

inline void that(bool condition, const char* text, const char* file, int line) {
  if (condition) return;
  ++failures();
  std::printf("  %s:%d: not so: %s\n", file, line, text);
}

}  // namespace check

#define CHECK_JOIN2(a, b) a##b
#define CHECK_JOIN(a, b) CHECK_JOIN2(a, b)
#define TEST(name) \
  static void CHECK_JOIN(test_, __LINE__)(); \
  static check::Register CHECK_JOIN(register_, __LINE__)(name, CHECK_JOIN(test_, __LINE__)); \
  static void CHECK_JOIN(test_, __LINE__)()
#define EXPECT(condition) check::that((condition), #condition, __FILE__, __LINE__)
#define EXPECT_NEAR(a, b, tolerance) check::that(std::fabs((a) - (b)) <= (tolerance), #a " near " #b, __FILE__, __LINE__)
