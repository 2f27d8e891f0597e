// A Python with the peer in it, made once and kept.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const folder = join(import.meta.dirname, '../../node_modules/.cache/bench-calibration');
const packages = ['onnxruntime==1.32.0', 'onnx==1.23.2', 'numpy', 'pillow'];

/** The interpreter, or why there is none. */
export function findPython(): { readonly python: string } | { readonly missing: string } {
  const python = join(folder, 'venv/bin/python');
  if (works(python)) return { python };
  for (const [program, ...args] of [
    ['python3', '-m', 'venv', join(folder, 'venv')],
    [python, '-m', 'pip', 'install', '--quiet', ...packages],
  ] as const) {
    const { status, stderr, error } = spawnSync(program, args, { encoding: 'utf8' });
    if (status !== 0)
      return { missing: `${program} ${args[1]} failed: ${error?.message ?? stderr.trim().split('\n').at(-1)}` };
  }
  return works(python) ? { python } : { missing: 'onnxruntime.quantization cannot be imported' };
}

/** Where models and data are kept between runs. */
export const dataFolder = join(folder, 'data');

function works(python: string): boolean {
  return existsSync(python) && spawnSync(python, ['-c', 'import onnxruntime.quantization']).status === 0;
}

export function pythonVersions(python: string): Record<string, string> {
  const code =
    'import onnxruntime, onnx, sys; print(onnxruntime.__version__, onnx.__version__, sys.version.split()[0])';
  const { stdout } = spawnSync(python, ['-c', code], { encoding: 'utf8' });
  const [onnxruntime = '?', onnx = '?', version = '?'] = stdout.trim().split(' ');
  return { onnxruntime, onnx, python: version };
}
