// Looks for TensorRT's libraries where the system would find them. Looking is all: nothing is loaded.
import { readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { TargetInfo } from '#core/contract/target.ts';

interface Kind {
  readonly name: string;
  readonly file: RegExp;
  readonly library: string;
  readonly get: string;
}

const KINDS: readonly Kind[] = [
  {
    name: 'tensorrt',
    file: /^(?:lib)?nvinfer(?:_(\d+)\.dll|\.so\.(\d+(?:\.\d+)*))$/,
    library: 'libnvinfer',
    get: 'Install TensorRT 8.6, 10 or 11 (NVIDIA’s packages, or pip install tensorrt-cu12) and put its folder on the library path',
  },
  {
    name: 'tensorrt-rtx',
    file: /^(?:lib)?tensorrt_rtx(?:_(\d+_\d+)\.dll|\.so\.(\d+(?:\.\d+)*))$/,
    library: 'libtensorrt_rtx',
    get: 'Install TensorRT-RTX (pip install tensorrt-rtx-cu13-libs) and put its folder on the library path',
  },
];

const NOT_YET =
  'this version of Lathe builds no TensorRT engines itself; the model.onnx of an FP16 or INT8 build can be given to trtexec';

export function describeTensorRt(environment: NodeJS.ProcessEnv): TargetInfo[] {
  const files = libraryFolders(environment).flatMap((folder) => filesIn(folder).map((name) => ({ folder, name })));
  return KINDS.map(({ name, file, library, get }) => {
    const found = files
      .flatMap((entry) => {
        const match = file.exec(entry.name);
        return match
          ? [{ path: join(entry.folder, entry.name), version: (match[1] ?? match[2] ?? '').replace('_', '.') }]
          : [];
      })
      .sort((a, b) => b.version.length - a.version.length)[0];
    return {
      name,
      version: found?.version ?? null,
      library: found?.path ?? null,
      device: 'NVIDIA GPU',
      canBuild: false,
      canRun: false,
      why: found ? `${found.path} was found; ${NOT_YET}.` : `${library} was not found. ${get}; ${NOT_YET}.`,
    };
  });
}

function libraryFolders(environment: NodeJS.ProcessEnv): string[] {
  const listed = process.platform === 'win32' ? environment.PATH : environment.LD_LIBRARY_PATH;
  const usual =
    process.platform === 'linux'
      ? [
          '/usr/lib/x86_64-linux-gnu',
          '/usr/lib/aarch64-linux-gnu',
          '/usr/lib64',
          '/usr/local/lib',
          '/usr/local/tensorrt/lib',
          '/opt/tensorrt/lib',
        ]
      : [];
  return [...new Set([...(listed ?? '').split(delimiter).filter((folder) => folder !== ''), ...usual])];
}

function filesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
