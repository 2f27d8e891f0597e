// Builds the Node-API addon (and, with --test, the native library's own tests) with whatever C++ compiler is there.
// No node-gyp: its headers would be a download; node-api-headers and node-addon-api come from the registry.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const native = join(root, 'native');
const build = join(native, 'build');

export const noCompiler =
  'No C++ compiler was found (tried $CXX, c++, g++, clang++): INT8 calibration is not available, all else works. Install g++ or clang, then run: npm run build:native';

/** Builds what is out of date. Returns 'built', 'current' or 'no-compiler'; throws where the compiler reports errors. */
export function buildAddon() {
  const compiler = findCompiler();
  if (!compiler) return 'no-compiler';
  const headers = ['node-api-headers/include', 'node-addon-api'].map((name) => join(root, 'node_modules', name));
  return compile(compiler, join(build, 'lathe.node'), sources('src'), [
    '-shared',
    '-fPIC',
    '-fvisibility=hidden',
    '-DNAPI_VERSION=9',
    '-DNAPI_CPP_EXCEPTIONS',
    '-DNODE_GYP_MODULE_NAME=lathe',
    ...headers.flatMap((path) => ['-isystem', path]),
    ...(process.platform === 'darwin' ? ['-undefined', 'dynamic_lookup'] : []),
  ]);
}

/** Builds and runs the library's own tests, with the sanitizers on. Returns their exit code. */
export function testLibrary() {
  const compiler = findCompiler();
  if (!compiler) return undefined;
  const library = sources('src').filter((path) => !path.endsWith('addon.cpp'));
  const program = join(build, 'lathe-tests');
  compile(
    compiler,
    program,
    [...library, ...sources('test')],
    ['-Werror', '-fsanitize=address,undefined', '-fno-sanitize-recover=all'],
  );
  return spawnSync(program, { stdio: 'inherit' }).status ?? 1;
}

function sources(folder) {
  return readdirSync(join(native, folder))
    .filter((name) => name.endsWith('.cpp'))
    .sort()
    .map((name) => join(native, folder, name));
}

function findCompiler() {
  const candidates = [process.env.CXX, 'c++', 'g++', 'clang++'].filter(Boolean);
  return candidates.find((name) => spawnSync(name, ['--version'], { stdio: 'ignore' }).status === 0);
}

function compile(compiler, output, files, extra) {
  mkdirSync(build, { recursive: true });
  const flags = ['-std=c++17', '-O2', '-Wall', '-Wextra', ...extra];
  const stamp = fingerprint([compiler, process.platform, process.arch, ...flags], ['src', 'test']);
  const stampFile = `${output}.stamp`;
  if (existsSync(output) && existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return 'current';
  const run = spawnSync(compiler, [...flags, ...files, '-o', output], { encoding: 'utf8' });
  if (run.status !== 0) throw new Error(`${compiler} could not build ${output}:\n${run.stderr || run.error}`);
  writeFileSync(stampFile, stamp);
  return 'built';
}

function fingerprint(words, folders) {
  const hash = createHash('sha256').update(JSON.stringify(words));
  for (const folder of folders) {
    for (const name of readdirSync(join(native, folder)).sort())
      hash.update(name).update(readFileSync(join(native, folder, name)));
  }
  return hash.digest('hex');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  if (process.argv.includes('--test')) {
    const status = testLibrary();
    if (status === undefined) console.log(noCompiler);
    process.exitCode = status ?? 0;
  } else {
    const state = buildAddon();
    console.log(state === 'no-compiler' ? noCompiler : `native addon: ${state}`);
  }
}
