// The bond to the parent's process, for JavaScript.
#include "../parent.h"

#include <napi.h>

#include "values.h"

namespace lathe::addon {

namespace {

/// endWithParent(parent)
void end_with_parent(const Napi::CallbackInfo& info) { lathe::end_with_parent(info[0].As<Napi::Number>().Int32Value()); }

}  // namespace

void define_parent(Napi::Env env, Napi::Object exports) {
  exports.Set("endWithParent", Napi::Function::New<end_with_parent>(env, "endWithParent"));
}

}  // namespace lathe::addon
