// Opens shared libraries at run time and takes functions from them.
#pragma once
#include <string>

namespace lathe {

/// Loads a library for the rest of the process's life. @throws std::runtime_error with the loader's words.
void* load_library(const std::string& path);

/// As above, or null where it cannot be loaded; `problem` then holds the loader's words.
void* try_load_library(const std::string& path, std::string* problem = nullptr);

/// Null where the library has no such symbol.
void* find_symbol(void* library, const char* name);

template <class Function>
Function function_of(void* library, const char* name) {
  return reinterpret_cast<Function>(find_symbol(library, name));
}

}  // namespace lathe
