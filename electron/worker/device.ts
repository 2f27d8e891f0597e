// What this process runs on and with: part of every measurement and of a build's identity.
import { readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { dirname, join } from 'node:path';

/** The processor as the system names it. */
export function deviceName(): string {
  const all = cpus();
  return `${all[0]?.model.trim() || process.arch} (${all.length} logical processors)`;
}

/** Lathe's own version, from the package.json above this file. */
export function latheVersion(): string {
  for (let folder = import.meta.dirname; ; folder = dirname(folder)) {
    try {
      const found: unknown = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
      if (typeof found === 'object' && found && 'version' in found) return String(found.version);
    } catch {
      // No package.json here: look one folder up.
    }
    if (dirname(folder) === folder) return 'unknown';
  }
}
