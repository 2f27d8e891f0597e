// What this machine can do: the answer of `lathe doctor`.
import { fileURLToPath } from 'node:url';
import { LatheError } from '#core/contract/failure.ts';
import type { Doctor, TargetInfo } from '#core/contract/target.ts';
import { askProcess } from '../askProcess.ts';
import type { Parts } from '../parts.ts';
import { describeCpu } from './cpu.ts';
import { type Probe, probeSchema } from './protocol.ts';
import { describeTensorRt } from './tensorrt.ts';

const entry = fileURLToPath(new URL('./probe.ts', import.meta.url));
const TIMEOUT_MS = 20_000;

export async function examine(parts: Parts): Promise<Doctor> {
  const cpu = describeCpu();
  const [probe, tensorrt] = await Promise.all([runProbe(), describeTensorRt(process.env)]);
  const { version, problem } = probe.addon;
  return {
    targets: [onnxRuntime(probe, cpu), ...tensorrt],
    lathe: parts.lathe,
    node: process.version,
    platform: `${process.platform} ${process.arch}`,
    cpu,
    native: {
      available: problem === null,
      version,
      why: problem ?? 'The native addon is loaded: INT8 calibration is available.',
    },
    home: parts.home.root,
  };
}

function onnxRuntime({ onnxruntime: { version, problem } }: Probe, cpu: Doctor['cpu']): TargetInfo {
  const int8 = cpu.features.some((name) => name.endsWith('vnni') || name === 'asimddp' || name === 'i8mm');
  const speed = int8
    ? 'The processor multiplies INT8 in one instruction, so INT8 engines can be faster.'
    : 'The processor shows no INT8 dot-product instruction, so INT8 engines may not be faster here.';
  return {
    name: 'onnxruntime',
    version,
    library: 'onnxruntime-node',
    device: `CPU: ${cpu.model}`,
    canBuild: problem === null,
    canRun: problem === null,
    why:
      problem === null
        ? `It is part of Lathe and ran a model on this CPU. ${speed}`
        : `ONNX Runtime does not load: ${problem.replace(/\.$/, '')}. Run npm ci again.`,
  };
}

async function runProbe(): Promise<Probe> {
  try {
    return probeSchema.parse(await askProcess(entry, {}, 'loads the native parts', TIMEOUT_MS));
  } catch (error) {
    const problem = error instanceof LatheError ? error.failure.reason : String(error);
    return { onnxruntime: { version: null, problem }, addon: { version: null, problem } };
  }
}
