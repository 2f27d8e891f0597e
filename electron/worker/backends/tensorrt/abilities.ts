// What a found TensorRT can do on this machine, from what loading it showed.
import type { TargetInfo } from '#core/contract/target.ts';
import type { FoundLibrary, TensorRtKind } from './discover.ts';
import type { Nvidia, NvidiaDevice, ProbedBuilder, ProbedLibrary } from './nativeTypes.ts';

const titles: Readonly<Record<TensorRtKind, string>> = { tensorrt: 'TensorRT', 'tensorrt-rtx': 'TensorRT-RTX' };
const commands: Readonly<Record<TensorRtKind, string>> = {
  tensorrt: 'pip install tensorrt',
  'tensorrt-rtx': 'pip install tensorrt-rtx-cu13-libs',
};

/** Of the kinds that were not found at all, with the one command that gets them. */
export function missingTarget(kind: TensorRtKind): TargetInfo {
  const what =
    kind === 'tensorrt'
      ? 'builds and runs engines on NVIDIA GPUs'
      : 'builds engines for RTX GPUs, even on a machine that has none';
  return {
    name: kind,
    version: null,
    library: null,
    device: 'NVIDIA GPU',
    canBuild: false,
    canRun: false,
    why: `${titles[kind]} was not found; it ${what}. Get it with: ${commands[kind]}`,
  };
}

/** What loading a library and making a builder of it showed. */
export interface Examined {
  readonly probed: ProbedLibrary;
  readonly builder: ProbedBuilder;
  readonly nvidia: Nvidia;
}

/** Of a library that cannot even be loaded. */
export function unusable(problem: string): Examined {
  const builder = { problem, dlaCores: 0 };
  return { probed: { problem }, builder, nvidia: { driver: '', cuda: '', devices: [], problem: null } };
}

export function describeTarget(library: FoundLibrary, { probed, builder, nvidia }: Examined): TargetInfo {
  const [device] = nvidia.devices;
  const found = { name: library.kind, library: library.runtime, device: deviceWords(device) };
  if (probed.problem !== null) {
    // The loader's words begin with the path.
    const problem = probed.problem.replace(`${library.runtime}: `, '');
    const why = `${library.runtime} cannot be used: ${sentence(problem)}`;
    return { ...found, version: null, canBuild: false, canRun: false, why };
  }
  const { version } = probed;
  const buildProblem = library.parser === null ? 'no ONNX parser lies beside it' : builder.problem;
  const runProblem = whyItCannotRun(library.kind, probed, nvidia);
  const canBuild = buildProblem === null;
  const canRun = runProblem === null;
  const builds = canBuild ? 'builds' : `cannot build here (${bare(buildProblem)})`;
  const runs = canRun ? 'runs engines' : `cannot run engines here (${bare(runProblem)})`;
  const link = canBuild === canRun ? 'and' : 'but';
  const accelerators = builder.dlaCores > 0 ? { dlaCores: builder.dlaCores } : {};
  const cores = builder.dlaCores > 0 ? ` The device has ${builder.dlaCores} DLA cores.` : '';
  const why = `${titles[library.kind]} ${version} ${builds} ${link} ${runs}.${cores}`;
  return { ...found, version, canBuild, canRun, ...accelerators, why };
}

/** Null where nothing is known that keeps it from running. */
export function whyItCannotRun(kind: TensorRtKind, probed: ProbedLibrary, nvidia: Nvidia): string | null {
  const [device] = nvidia.devices;
  if (probed.problem !== null) return probed.problem;
  if (device === undefined) return nvidia.problem ?? 'the driver shows no NVIDIA GPU';
  if (kind === 'tensorrt-rtx' && !runsRtx(device)) {
    return `${device.name} has compute capability ${device.computeCapability}, and TensorRT-RTX runs on 8.0, 8.6, 8.9 and from 12.0 on`;
  }
  return probed.runtimeProblem;
}

/** As TensorRT-RTX 1.7 says when it refuses an H100. */
function runsRtx({ computeCapability }: NvidiaDevice): boolean {
  return ['8.0', '8.6', '8.9'].includes(computeCapability) || Number.parseFloat(computeCapability) >= 12;
}

export function deviceWords(device: NvidiaDevice | undefined): string {
  return device ? `${device.name} (compute capability ${device.computeCapability})` : 'no NVIDIA GPU';
}

const bare = (text: string) => text.trim().replace(/\.$/, '');
const sentence = (text: string) => `${bare(text)}.`;
