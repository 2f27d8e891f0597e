// How many threads an engine runs on when the recipe leaves it open.
import { readdirSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';

/** The recipe's number, or one a physical core that this process may use (hyper-threads share a core's vector units). */
export function threadCount(asked: number): number {
  return asked > 0 ? asked : Math.max(1, Math.min(physicalCores() ?? Number.POSITIVE_INFINITY, availableParallelism()));
}

const cpus = '/sys/devices/system/cpu';

/** Linux tells which logical processors share a core; elsewhere undefined. */
function physicalCores(): number | undefined {
  try {
    const names = readdirSync(cpus).filter((name) => /^cpu\d+$/.test(name));
    const cores = new Set<string>();
    for (const name of names) {
      try {
        cores.add(readFileSync(join(cpus, name, 'topology/thread_siblings_list'), 'utf8').trim());
      } catch {
        // A processor that is offline has no topology.
      }
    }
    return cores.size > 0 ? cores.size : undefined;
  } catch {
    return undefined;
  }
}
