// Which paths a browser may name: the sample, what was uploaded, and what the command line named.
import { realpathSync, statSync } from 'node:fs';
import { isWithin } from '#electron/host/isWithin.ts';
import type { Ports } from '#electron/host/parts.ts';

/** Folders allow what lies in them; files allow themselves. Links are followed before judging. */
export function allowedPaths(paths: readonly string[]): Ports {
  return {
    mayOpen(path) {
      const real = realPath(path);
      if (real === undefined) return false;
      return paths.some((allowed) => {
        const root = realPath(allowed);
        return root !== undefined && (root === real || (statSync(root).isDirectory() && isWithin(root, real)));
      });
    },
  };
}

function realPath(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    return undefined;
  }
}
