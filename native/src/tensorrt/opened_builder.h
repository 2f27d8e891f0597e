// A builder with the library that made it and the log that it speaks to. Where there is a GPU it loads gigabytes of
// kernels for seconds, so a process makes one, finds out with it what can be built, and builds with it.
#pragma once
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "engine_log.h"
#include "library.h"

namespace lathe::tensorrt {

class OpenedBuilder {
 public:
  /// @throws std::runtime_error with why there is none.
  explicit OpenedBuilder(const LibraryPaths& paths);
  OpenedBuilder(const OpenedBuilder&) = delete;
  OpenedBuilder& operator=(const OpenedBuilder&) = delete;

  Library& library() const { return *library_; }
  Abi abi() const { return library_->abi(); }
  const Callback& logger() const { return logger_; }
  EngineLog& log() { return log_; }
  void* get() const { return builder_.get(); }
  /// Who hears the log from now on; what was logged before is told at once.
  void tell(LogListener listener);

 private:
  // In the order in which they must be made; they are destroyed the other way round.
  LogListener listener_;
  std::vector<std::pair<Severity, std::string>> untold_;
  std::shared_ptr<Library> library_;
  EngineLog log_;
  Callback logger_, recorder_;
  Owned builder_;
};

}  // namespace lathe::tensorrt
