// One session's thread: reads a request's frame from a socket, runs it, writes the answer, until the gateway is gone.
#pragma once
#include <string>

#include "../onnxruntime/served_session.h"

namespace lathe::serving {

/// @param descriptor a socket that blocks. @param what names the model in failures.
/// @returns when the other side has closed it.
/// @throws std::runtime_error where what comes is no frame.
void answer_frames(int descriptor, onnxruntime::ServedSession& session, const std::string& what);

}  // namespace lathe::serving
