// NVIDIA's own Triton Inference Server, as the package nvidia-pytriton carries it: the server, and its Python backend alone.
import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pillow } from '#core/export/decodeProgram.ts';
import { latheRoot } from '#electron/host/version.ts';
import { pythonEnvironment } from '#electron/worker/testing/python.ts';

export interface InstalledTriton {
  /** An interpreter with clients of Triton. */
  readonly python: string;
  readonly server: string;
  readonly environment: Readonly<Record<string, string>>;
  /** The Python backend, and its program for the interpreter's version. */
  readonly backend: readonly string[];
}

const runtime: string = JSON.parse(
  readFileSync(join(latheRoot, 'node_modules/onnxruntime-node/package.json'), 'utf8'),
).version;
const packages = ['nvidia-pytriton==0.7.0', 'tritonclient[http,grpc]', `onnxruntime==${runtime}`, pillow];

/** Triton 2.51.0, of release 24.10; or why what needs it is skipped. */
export function installedTriton(): InstalledTriton | { readonly missing: string } {
  const found = pythonEnvironment(`triton-2.51-onnxruntime-${runtime}`, packages);
  if ('missing' in found) return found;
  const facts =
    'import json, sys, sysconfig as s; print(json.dumps([s.get_path("purelib"), s.get_config_var("LIBDIR"), "%d.%d" % sys.version_info[:2]]))';
  const [site = '', libraries = '', version = ''] = JSON.parse(
    execFileSync(found.python, ['-c', facts], { encoding: 'utf8' }),
  ) as string[];
  const root = join(site, 'pytriton/tritonserver');
  const stub = join(root, 'python_backend_stubs', version, 'triton_python_backend_stub');
  if (!existsSync(stub)) return { missing: `the package of Triton has no backend for Python ${version}` };
  const environment = {
    // The backend's programs look for packages beside the interpreter that they find first.
    PATH: `${dirname(found.python)}:${process.env.PATH ?? ''}`,
    LD_LIBRARY_PATH: [join(site, 'nvidia_pytriton.libs'), libraries, process.env.LD_LIBRARY_PATH ?? ''].join(':'),
  };
  const server = join(root, 'bin/tritonserver');
  for (const program of [server, stub]) {
    const lacking = /.*not found.*/.exec(linked(program, environment))?.[0];
    if (lacking !== undefined) return { missing: `Triton does not load here: ${lacking.trim()}` };
  }
  const backend = ['libtriton_python.so', 'triton_python_backend_utils.py'].map((file) =>
    join(root, 'backends/python', file),
  );
  return { python: found.python, server, environment, backend: [...backend, stub] };
}

/**
 * Lays the Python backend out below `folder` and, as `onnxruntime` and `tensorrt`, what stands in for the two that
 * the package lacks. Gives the folder for `--backend-directory`.
 */
export function layBackends({ backend }: InstalledTriton, folder: string): string {
  const files = [
    ...backend.map((path) => ['python', path] as const),
    ...['onnxruntime', 'tensorrt'].map((name) => [name, join(import.meta.dirname, 'model.py')] as const),
  ];
  for (const [name, path] of files) {
    mkdirSync(join(folder, name), { recursive: true });
    copyFileSync(path, join(folder, name, path.split('/').at(-1) ?? path));
  }
  return folder;
}

/** What the loader finds and misses, symbols' versions among it; it fails where it misses much. */
function linked(program: string, environment: Readonly<Record<string, string>>): string {
  try {
    return execFileSync('ldd', [program], { encoding: 'utf8', stdio: 'pipe', env: { ...process.env, ...environment } });
  } catch (error) {
    return `${program}: not found by the loader (${String((error as Error).message).split('\n')[0]})`;
  }
}
