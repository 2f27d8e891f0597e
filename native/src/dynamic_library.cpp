#include "dynamic_library.h"

#include <dlfcn.h>

#include <stdexcept>

namespace lathe {

void* try_load_library(const std::string& path, std::string* problem) {
  void* handle = dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (handle == nullptr && problem != nullptr) {
    const char* words = dlerror();
    *problem = words == nullptr ? "unknown error" : words;
  }
  return handle;
}

void* load_library(const std::string& path) {
  std::string problem;
  void* handle = try_load_library(path, &problem);
  if (handle == nullptr) throw std::runtime_error(problem);
  return handle;
}

void* find_symbol(void* library, const char* name) { return dlsym(library, name); }

}  // namespace lathe
