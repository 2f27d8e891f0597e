// Compares every slot, signature, enumerator and layout that native/src/tensorrt declares with NVIDIA's own headers,
// which are not part of the project: LATHE_TENSORRT_HEADERS names a folder with one folder a version, such as 10.6.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findCompiler, fingerprint, isCurrent, noCompiler, remember } from './native.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const native = join(root, 'native');
const headers = process.env.LATHE_TENSORRT_HEADERS ?? join(root, '../shared/reference/tensorrt-headers');
const series = { 8: '8', 10: '10', 11: '11' };

/** What came of it: how many versions agree, how many do not, and why none was compared. */
export function compareSlots() {
  const compiler = findCompiler();
  if (!compiler) return { agree: 0, differ: 0, skipped: noCompiler };
  const versions = versionsIn(headers);
  if (versions.length === 0) {
    const skipped = `The TensorRT declarations were not compared: no headers of TensorRT in ${headers} (LATHE_TENSORRT_HEADERS names another folder).`;
    return { agree: 0, differ: 0, skipped };
  }
  const results = versions.map((version) => compareWith(compiler, version));
  return { agree: results.filter(Boolean).length, differ: results.filter((good) => !good).length, skipped: undefined };
}

function versionsIn(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder).filter((name) => /^\d+\.\d+$/.test(name) && series[name.split('.')[0]]);
}

/** One program of all the parts: NVIDIA's headers are read once. */
function compareWith(compiler, version) {
  const output = join(native, 'build', `oracle-${version}`);
  const flags = [
    '-std=c++17',
    '-Wall',
    '-Wextra',
    '-Werror',
    '-Wno-deprecated-declarations',
    `-DLATHE_SERIES=${series[version.split('.')[0]]}`,
    ...['.', 'stub'].flatMap((name) => ['-isystem', join(headers, name === '.' ? version : name)]),
  ];
  mkdirSync(join(native, 'build'), { recursive: true });
  const stamp = fingerprint([compiler, ...flags], ['src/tensorrt', 'oracle']);
  if (!isCurrent(output, stamp)) {
    const source = sources()
      .map((path) => `#include "${path}"\n`)
      .join('');
    const run = spawnSync(compiler, [...flags, '-x', 'c++', '-', '-o', output], { input: source, encoding: 'utf8' });
    if (run.status !== 0) {
      console.log(`${compiler} could not compile the comparison with TensorRT ${version}:\n${run.stderr || run.error}`);
      return false;
    }
    remember(output, stamp);
  }
  return spawnSync(output, { stdio: 'inherit' }).status === 0;
}

function sources() {
  const callbacks = [
    'logger',
    'progress_monitor',
    'calibrator',
    'profiler',
    'output_allocator',
    'error_recorder',
    'debug_listener',
  ];
  const own = readdirSync(join(native, 'oracle'))
    .filter((name) => name.endsWith('.cpp'))
    .sort();
  return [
    ...['abi', 'dims', ...callbacks].map((name) => join(native, 'src/tensorrt', `${name}.cpp`)),
    ...own.map((name) => join(native, 'oracle', name)),
  ];
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { differ, skipped } = compareSlots();
  if (skipped) console.log(skipped);
  process.exitCode = differ > 0 ? 1 : 0;
}
