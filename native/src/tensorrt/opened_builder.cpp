#include "opened_builder.h"

namespace lathe::tensorrt {

OpenedBuilder::OpenedBuilder(const LibraryPaths& paths)
    : library_(Library::open(paths)),
      log_([this](Severity severity, const char* words) {
        if (listener_) listener_(severity, words);
        else untold_.emplace_back(severity, words);
      }),
      logger_(log_.logger(library_->abi())),
      recorder_(log_.recorder(library_->abi())) {
  for (const auto& problems : {library_->load_kernels(), library_->load_standard_plugins(logger_)})
    for (const auto& problem : problems) log_.hear(Severity::warning, problem.c_str());
  builder_ = library_->create_builder(logger_);
  log_.require(static_cast<bool>(builder_), library_->name() + " could not create a builder");
  // What the builder makes reports to the same.
  call<slot::Builder::setErrorRecorder>(library_->abi(), builder_.get(), recorder_.pointer);
}

void OpenedBuilder::tell(LogListener listener) {
  listener_ = std::move(listener);
  for (const auto& [severity, words] : std::exchange(untold_, {})) listener_(severity, words.c_str());
}

}  // namespace lathe::tensorrt
