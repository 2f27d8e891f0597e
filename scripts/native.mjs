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
/** The Node-API layer, which only Node can load: all else is the plain library. */
const addon = join(native, 'src', 'addon');

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

/** Where the libraries stand that pretend to be NVIDIA's in tests. */
export const fakeFolder = join(build, 'fake');

/** Builds a driver, its management library and a TensorRT 10.6 for tests on machines without a GPU. */
export function buildFakes() {
  const compiler = findCompiler();
  if (!compiler) return 'no-compiler';
  if (process.platform !== 'linux') return 'not-linux';
  const fake = (name) => join(native, 'test', 'fake', `${name}.cpp`);
  const tensorrt = [fake('tensorrt'), join(native, 'src', 'tensorrt', 'dims.cpp')];
  const libraries = {
    'libcuda.so.1': [fake('cuda')],
    'libnvidia-ml.so.1': [fake('nvml')],
    'libnvinfer.so.10': tensorrt,
    'libnvonnxparser.so.10': tensorrt,
    // As with the real one, the builder asks the loader for it by this name alone.
    'libnvinfer_builder_resource.so.10.6.0': [fake('builder_resource')],
  };
  mkdirSync(fakeFolder, { recursive: true });
  for (const [name, files] of Object.entries(libraries)) {
    compile(compiler, join(fakeFolder, name), files, ['-shared', '-fPIC', `-Wl,-soname,${name}`]);
  }
  return 'built';
}

/** Builds and runs the library's own tests, with the sanitizers on. Returns their exit code. */
export function testLibrary() {
  const compiler = findCompiler();
  if (!compiler) return undefined;
  const runtime = process.env.LATHE_ONNXRUNTIME ?? onnxRuntime();
  const env = {
    ...(runtime ? { LATHE_ONNXRUNTIME: runtime } : {}),
    ...(buildFakes() === 'built' ? { LD_LIBRARY_PATH: fakeFolder, LATHE_TENSORRT: fakeFolder } : {}),
  };
  const library = sources('src').filter((path) => !path.startsWith(addon));
  const program = join(build, 'lathe-tests');
  compile(
    compiler,
    program,
    [...library, ...sources('test').filter((path) => !path.includes('fake'))],
    ['-Werror', '-fsanitize=address,undefined', '-fno-sanitize-recover=all'],
  );
  return spawnSync(program, { stdio: 'inherit', env: { ...process.env, ...env } }).status ?? 1;
}

/** The shared library that comes with onnxruntime-node; LATHE_ONNXRUNTIME may name others, of other versions. */
function onnxRuntime() {
  const home = join(root, 'node_modules', 'onnxruntime-node', 'bin');
  if (!existsSync(home)) return undefined;
  const own = join(process.platform, process.arch);
  return readdirSync(home)
    .map((api) => join(home, api, own))
    .flatMap((folder) => (existsSync(folder) ? readdirSync(folder).map((file) => join(folder, file)) : []))
    .find((file) => /libonnxruntime\.(so|dylib|\d)/.test(file));
}

function sources(folder) {
  return filesIn(folder).filter((path) => path.endsWith('.cpp'));
}

/** All files of a folder and the folders in it, in an order that does not depend on the machine. */
function filesIn(folder) {
  const entries = readdirSync(join(native, folder), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .sort();
}

export function findCompiler() {
  const candidates = [process.env.CXX, 'c++', 'g++', 'clang++'].filter(Boolean);
  return candidates.find((name) => spawnSync(name, ['--version'], { stdio: 'ignore' }).status === 0);
}

function compile(compiler, output, files, extra) {
  mkdirSync(build, { recursive: true });
  const flags = ['-std=c++17', '-O2', '-Wall', '-Wextra', ...extra];
  const stamp = fingerprint([compiler, process.platform, process.arch, ...flags], ['src', 'test']);
  if (isCurrent(output, stamp)) return 'current';
  // Before glibc 2.34 threads and the loader are libraries of their own.
  const libraries = process.platform === 'linux' ? ['-pthread', '-ldl'] : [];
  const run = spawnSync(compiler, [...flags, ...files, '-o', output, ...libraries], { encoding: 'utf8' });
  if (run.status !== 0) throw new Error(`${compiler} could not build ${output}:\n${run.stderr || run.error}`);
  remember(output, stamp);
  return 'built';
}

/** Hash of words and of every file below folders of native/. */
export function fingerprint(words, folders) {
  const hash = createHash('sha256').update(JSON.stringify(words));
  for (const path of folders.flatMap(filesIn)) hash.update(path.slice(native.length)).update(readFileSync(path));
  return hash.digest('hex');
}

/** Whether `output` was built from what `stamp` tells. */
export function isCurrent(output, stamp) {
  const file = `${output}.stamp`;
  return existsSync(output) && existsSync(file) && readFileSync(file, 'utf8') === stamp;
}

export function remember(output, stamp) {
  writeFileSync(`${output}.stamp`, stamp);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  if (process.argv.includes('--fakes')) {
    console.log(buildFakes());
  } else if (process.argv.includes('--test')) {
    const status = testLibrary();
    if (status === undefined) console.log(noCompiler);
    process.exitCode = status ?? 0;
  } else {
    const state = buildAddon();
    console.log(state === 'no-compiler' ? noCompiler : `native addon: ${state}`);
  }
}
