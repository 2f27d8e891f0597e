// The highest resident memory of this process alone.
import { readFileSync } from 'node:fs';

/**
 * In bytes. On Linux from VmHWM and not from getrusage: the kernel hands a forked process its parent's maximum, and
 * the figure would be the host's, not the engine's.
 */
export function peakMemoryBytes(): number {
  if (process.platform === 'linux') {
    try {
      const kibibytes = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1];
      if (kibibytes) return Number(kibibytes) * 1024;
    } catch {
      // A sandbox without /proc: the rougher figure below is all there is.
    }
  }
  return process.resourceUsage().maxRSS * 1024;
}
