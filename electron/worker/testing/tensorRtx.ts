// TensorRT-RTX for tests: the one TensorRT that builds engines with no GPU, fetched once from PyPI.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';

const wheel = 'tensorrt-rtx-cu13-libs==1.7.1.116';
const cache = resolve(import.meta.dirname, '../../../node_modules/.cache');
const folder = join(cache, wheel.replace('==', '-'));

/** The folder with its libraries, or why tests that need it are skipped. */
export type TensorRtx = { readonly folder: string } | { readonly missing: string };

export function tensorRtx(): TensorRtx {
  const libraries = join(folder, 'tensorrt_rtx_libs');
  if (existsSync(libraries)) return { folder: libraries };
  if (process.platform !== 'linux' || process.arch !== 'x64') return { missing: 'TensorRT-RTX is for Linux on x64' };
  mkdirSync(cache, { recursive: true });
  const part = mkdtempSync(join(cache, 'tensorrt-rtx-'));
  try {
    const pip = ['-m', 'pip', 'download', '--no-deps', '--quiet', '--disable-pip-version-check', '--dest', part, wheel];
    execFileSync('python3', pip, { stdio: 'pipe', timeout: 120_000 });
    const [file = ''] = readdirSync(part);
    execFileSync('python3', ['-m', 'zipfile', '-e', join(part, file), part], { stdio: 'pipe' });
    rmSync(join(part, file));
    // Tests run side by side: whoever is first names the folder, and it is whole when it has its name.
    if (!existsSync(folder)) renameSync(part, folder);
    return { folder: libraries };
  } catch (error) {
    if (existsSync(libraries)) return { folder: libraries };
    return { missing: `pip could not fetch ${wheel} (${String((error as Error).message).split('\n')[0]})` };
  } finally {
    rmSync(part, { recursive: true, force: true });
  }
}
