// An environment of Python with packages from PyPI, made once and kept.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const cache = resolve(import.meta.dirname, '../../../node_modules/.cache');

/** Its interpreter, or why what needs it is skipped. */
export type PythonEnvironment = { readonly python: string } | { readonly missing: string };

/** @param name of the folder; another list of packages needs another name. */
export function pythonEnvironment(name: string, packages: readonly string[]): PythonEnvironment {
  const folder = join(cache, name);
  const python = join(folder, 'bin', 'python');
  const done = join(folder, 'whole');
  if (existsSync(done)) return { python };
  mkdirSync(cache, { recursive: true });
  const unlock = lock(`${folder}.lock`);
  try {
    if (existsSync(done)) return { python };
    // An environment knows its own path, so that it cannot be renamed when it is whole; the mark says that it is.
    rmSync(folder, { recursive: true, force: true });
    execFileSync('python3', ['-m', 'venv', folder], { stdio: 'pipe', timeout: 120_000 });
    const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', ...packages];
    execFileSync(python, pip, { stdio: 'pipe', timeout: 600_000 });
    const mark = mkdtempSync(join(cache, 'mark-'));
    renameSync(mark, done);
    return { python };
  } catch (error) {
    return {
      missing: `no Python environment with ${packages.join(', ')} (${String((error as Error).message).split('\n')[0]})`,
    };
  } finally {
    unlock();
  }
}

/** Waits until no living process holds the file: several files of tests may want one environment at once. */
function lock(path: string): () => void {
  for (;;) {
    try {
      writeFileSync(path, String(process.pid), { flag: 'wx' });
      return () => rmSync(path, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      if (isOver(path)) rmSync(path, { force: true });
      else Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200);
    }
  }
}

function isOver(path: string): boolean {
  try {
    const holder = Number(readFileSync(path, 'utf8'));
    // A file without its number is one that is being written.
    if (holder > 0) process.kill(holder, 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}
