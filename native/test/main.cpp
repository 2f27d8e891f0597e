#include "check.h"

int main() {
  int failed = 0;
  for (const auto& test : check::cases()) {
    const int before = check::failures();
    test.body();
    const bool good = check::failures() == before;
    if (!good) ++failed;
    std::printf("%s %s\n", good ? "ok  " : "FAIL", test.name.c_str());
  }
  std::printf("native: %zu passed, %d failed\n", check::cases().size() - failed, failed);
  return failed == 0 ? 0 : 1;
}
