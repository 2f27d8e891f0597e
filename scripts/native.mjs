// Builds the Node-API addon (and, with --test, the native library's own tests) with whatever C++ compiler is there.
// No node-gyp: its headers would be a download; node-api-headers and node-addon-api come from the registry.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { availableParallelism } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const native = join(root, 'native');
const build = join(native, 'build');
/** The Node-API layer, which only Node can load: all else is the plain library. */
const addon = join(native, 'src', 'addon');

export const noCompiler =
  'No C++ compiler was found (tried $CXX, c++, g++, clang++): INT8 calibration is not available, all else works. Install g++ or clang, then run: npm run build:native';

/** Builds what is out of date. Returns 'built', 'current' or 'no-compiler'; throws where the compiler reports errors. */
export async function buildAddon() {
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

/** Builds a driver, its management library and TensorRT 10.6, in a folder of its own 8.6, for tests without a GPU. */
export async function buildFakes() {
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
    '8/libnvinfer.so.8': tensorrt,
    '8/libnvonnxparser.so.8': tensorrt,
    '8/libnvinfer_builder_resource.so.8.6.1': [fake('builder_resource')],
  };
  mkdirSync(join(fakeFolder, '8'), { recursive: true });
  for (const [name, files] of Object.entries(libraries)) {
    const series = name.startsWith('8/') ? ['-DLATHE_FAKE_TRT8'] : [];
    await compile(compiler, join(fakeFolder, name), files, [
      '-shared',
      '-fPIC',
      `-Wl,-soname,${basename(name)}`,
      ...series,
    ]);
  }
  for (const name of ['libcuda.so.1', 'libnvidia-ml.so.1']) place(join(fakeFolder, name), join(fakeFolder, '8', name));
  return 'built';
}

/** Builds and runs the library's own tests, with the sanitizers on. Returns their exit code. */
export async function testLibrary() {
  const compiler = findCompiler();
  if (!compiler) return undefined;
  const runtime = process.env.LATHE_ONNXRUNTIME ?? onnxRuntime();
  const env = {
    ...(runtime ? { LATHE_ONNXRUNTIME: runtime } : {}),
    ...((await buildFakes()) === 'built' ? { LD_LIBRARY_PATH: fakeFolder, LATHE_TENSORRT: fakeFolder } : {}),
  };
  const library = sources('src').filter((path) => !path.startsWith(addon));
  const program = join(build, 'lathe-tests');
  await compile(
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

/** A copy that appears whole, whoever else makes it at the same moment. */
function place(from, to) {
  const part = `${to}.${process.pid}`;
  copyFileSync(from, part);
  renameSync(part, to);
}

async function compile(compiler, output, files, extra) {
  mkdirSync(build, { recursive: true });
  // Before glibc 2.34 threads are a library of their own, and so is the loader.
  const flags = [
    '-std=c++17',
    '-O2',
    '-Wall',
    '-Wextra',
    ...(process.platform === 'linux' ? ['-pthread'] : []),
    ...extra,
  ];
  const stamp = fingerprint([compiler, process.platform, process.arch, ...flags], ['src', 'test']);
  if (isCurrent(output, stamp)) return 'current';
  const parts = mkdtempSync(join(build, 'parts-'));
  const left = [...files.keys()];
  try {
    const objects = files.map((_, place) => join(parts, `${place}.o`));
    const compileNext = async () => {
      for (let place = left.shift(); place !== undefined; place = left.shift()) {
        await runCompiler(compiler, [...flags, '-c', files[place], '-o', objects[place]], output);
      }
    };
    await Promise.all(Array.from({ length: availableParallelism() }, compileNext));
    const whole = join(parts, 'whole');
    const loader = process.platform === 'linux' ? ['-ldl'] : [];
    await runCompiler(compiler, [...flags, ...objects, '-o', whole, ...loader], output);
    // Another process may be building or loading the same: it finds the old file or the new one, never half of it.
    renameSync(whole, output);
  } finally {
    // Where one file has errors, no other is begun.
    left.length = 0;
    rmSync(parts, { recursive: true, force: true });
  }
  remember(output, stamp);
  return 'built';
}

function runCompiler(compiler, args, output) {
  return new Promise((resolve, reject) => {
    const child = spawn(compiler, args, { stdio: ['ignore', 'ignore', 'pipe'] });
    let words = '';
    child.stderr.setEncoding('utf8').on('data', (chunk) => {
      words += chunk;
    });
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`${compiler} could not build ${output}:\n${words}`));
    });
  });
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
    console.log(await buildFakes());
  } else if (process.argv.includes('--test')) {
    const status = await testLibrary();
    if (status === undefined) console.log(noCompiler);
    process.exitCode = status ?? 0;
  } else {
    const state = await buildAddon();
    console.log(state === 'no-compiler' ? noCompiler : `native addon: ${state}`);
  }
}
