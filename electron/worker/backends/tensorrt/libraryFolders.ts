// Folders in which a TensorRT may lie, in the order in which they count.
import { execFile } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';

const usual = [
  '/usr/lib/x86_64-linux-gnu',
  '/usr/lib/aarch64-linux-gnu',
  '/usr/lib64',
  '/usr/local/lib',
  '/usr/local/tensorrt/lib',
  '/usr/local/TensorRT/lib',
  '/opt/tensorrt/lib',
];

/** Where NVIDIA's wheels put their libraries, below site-packages. */
const wheelFolders = /^tensorrt(_rtx)?(_cu\d+)?(_libs)?$/;

/**
 * `LATHE_TENSORRT` first (a file or a folder), then the dynamic loader's path, Python's site-packages, and the places
 * of Debian and of NVIDIA's archives. Folders that are not there are left out.
 */
export async function libraryFolders(environment: NodeJS.ProcessEnv): Promise<readonly string[]> {
  const python = await sitePackages(environment);
  const candidates = [
    ...namedPlaces(environment.LATHE_TENSORRT),
    ...split(environment.LD_LIBRARY_PATH),
    ...python.flatMap(wheels),
    ...loaderFolders(),
    ...usual,
  ];
  return [...new Set(candidates)].filter(isFolder);
}

/** A folder itself and its `lib`; of a file its folder. */
function namedPlaces(path: string | undefined): readonly string[] {
  if (!path) return [];
  return isFolder(path) ? [path, join(path, 'lib'), ...wheels(path)] : [dirname(path)];
}

function wheels(packages: string): readonly string[] {
  return entries(packages)
    .filter((name) => wheelFolders.test(name))
    .map((name) => join(packages, name));
}

/** Of the active virtual or Conda environment, and else of the Python on the path. */
async function sitePackages(environment: NodeJS.ProcessEnv): Promise<readonly string[]> {
  const roots = [environment.VIRTUAL_ENV, environment.CONDA_PREFIX].filter((root) => root !== undefined);
  const inRoots = roots.flatMap((root) => {
    const versions = entries(join(root, 'lib')).filter((name) => name.startsWith('python3'));
    return versions.map((name) => join(root, 'lib', name, 'site-packages'));
  });
  return [...inRoots, ...(await pythonSays(environment))];
}

async function pythonSays(environment: NodeJS.ProcessEnv): Promise<readonly string[]> {
  const question = 'import site, sys; print("\\n".join([*site.getsitepackages(), site.getusersitepackages()]))';
  try {
    const { stdout } = await promisify(execFile)('python3', ['-c', question], { env: environment, timeout: 10_000 });
    return split(stdout.replaceAll('\n', delimiter));
  } catch {
    // Without Python there are no wheels of its.
    return [];
  }
}

/** What /etc/ld.so.conf.d adds to the loader's path, such as CUDA's folders. */
function loaderFolders(): readonly string[] {
  const folder = '/etc/ld.so.conf.d';
  return entries(folder)
    .flatMap((name) => lines(join(folder, name)))
    .filter((line) => line.startsWith('/'));
}

function lines(path: string): readonly string[] {
  try {
    return readFileSync(path, 'utf8').split(/\s+/);
  } catch {
    return [];
  }
}

function entries(folder: string): readonly string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

function split(text: string | undefined): readonly string[] {
  return (text ?? '').split(delimiter).filter((part) => part !== '');
}
