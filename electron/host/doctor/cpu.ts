// What this machine's processor is and can do, as far as it decides how fast engines run.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { availableParallelism, cpus, totalmem } from 'node:os';
import type { Doctor } from '#core/contract/target.ts';

/** Instructions that ONNX Runtime's kernels choose by, in the names of /proc/cpuinfo. */
const TELLING = [
  'sse4_2',
  'avx',
  'f16c',
  'fma',
  'avx2',
  'avx_vnni',
  'avx512f',
  'avx512bw',
  'avx512_vnni',
  'avx512_bf16',
  'avx512_fp16',
  'amx_tile',
  'amx_int8',
  'amx_bf16',
  'asimd',
  'asimdhp',
  'asimddp',
  'i8mm',
  'bf16',
  'sve',
  'sve2',
];

export function describeCpu(): Doctor['cpu'] {
  const limit = process.constrainedMemory();
  const total = totalmem();
  return {
    model: cpus()[0]?.model.trim() || process.arch,
    cores: availableParallelism(),
    features: features(),
    memoryBytes: limit > 0 ? Math.min(limit, total) : total,
  };
}

/** Empty where the system does not tell. */
function features(): string[] {
  const words = new Set(featureText().toLowerCase().split(/\s+/));
  return TELLING.filter((name) => words.has(name));
}

function featureText(): string {
  try {
    if (process.platform === 'linux') {
      return /^(?:flags|Features)\s*:(.*)$/m.exec(readFileSync('/proc/cpuinfo', 'utf8'))?.[1] ?? '';
    }
    if (process.platform === 'darwin') return macFeatures();
  } catch {
    // Then nothing is known.
  }
  return '';
}

function macFeatures(): string {
  const text = execFileSync('sysctl', ['hw.optional', 'machdep.cpu'], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const arm = new Map([
    ['FEAT_DotProd', 'asimddp'],
    ['FEAT_FP16', 'asimdhp'],
    ['FEAT_I8MM', 'i8mm'],
    ['FEAT_BF16', 'bf16'],
  ]);
  const named = [...arm].filter(([name]) => text.includes(`hw.optional.arm.${name}: 1`)).map(([, word]) => word);
  const intel = /^machdep\.cpu\.(?:leaf7_)?features:(.*)$/gm;
  const words = [...text.matchAll(intel)].map((match) =>
    (match[1] ?? '').replaceAll('AVX1.0', 'avx').replaceAll('SSE4.2', 'sse4_2'),
  );
  return [...named, ...words].join(' ');
}
