// Which libraries of ONNX Runtime the tests ask.
#pragma once
#include <cstdio>
#include <cstdlib>
#include <sstream>
#include <string>
#include <vector>

/// Those that LATHE_ONNXRUNTIME names, with `:` between them; of any version, for the table only grows.
inline std::vector<std::string> onnxruntime_libraries() {
  std::vector<std::string> found;
  const char* list = std::getenv("LATHE_ONNXRUNTIME");
  std::istringstream text(list == nullptr ? "" : list);
  for (std::string path; std::getline(text, path, ':');) found.push_back(path);
  if (found.empty()) std::printf("  skipped: LATHE_ONNXRUNTIME names no library of ONNX Runtime\n");
  return found;
}
