#include "parent.h"

#ifdef __linux__
#include <signal.h>
#include <sys/prctl.h>
#include <unistd.h>
#endif

namespace lathe {

#ifdef __linux__
void end_with_parent(int parent) {
  if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0) return;
  // A parent that ended before that sends no signal any more; another process has adopted this one.
  if (getppid() != static_cast<pid_t>(parent)) raise(SIGKILL);
}
#else
void end_with_parent(int) {}
#endif

}  // namespace lathe
