// Lathe's server against what a user would pick instead: requests a second at equal p99, batching, many connections, overhead.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeResults } from '../support/results.ts';
import { short } from '../support/table.ts';
import { compare } from './compare.ts';
import { holdConnections } from './connections.ts';
import type { Plan } from './curves.ts';
import { writeMemoryBound } from './memoryBound.ts';
import { gatewayOverhead } from './overhead.ts';
import type { Form } from './requests.ts';
import { sampleInFp32, sampleInInt8, sampleQuestion } from './sample.ts';

const quick = process.argv.includes('--quick');
const threads = 1;
const plan: Plan = quick
  ? { connections: [1, 8], rounds: 1, ms: 700 }
  : { connections: [1, 8, 32, 64], rounds: 2, ms: 700 };
const forms: readonly Form[] = ['binary', 'json', 'image'];

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));
process.setMaxListeners(0);
const megabytes = (bytes: number) => (bytes / 2 ** 20).toFixed(0);

const folder = mkdtempSync(join(tmpdir(), 'lathe-bench-serving-'));
try {
  const fp32 = sampleInFp32(threads);
  const int8 = sampleInInt8(threads, folder);
  const overhead = await gatewayOverhead(fp32, sampleQuestion, quick ? 500 : 3000);
  const { blocking, httpAlone } = overhead;
  const milliseconds = (ms: number | undefined) => (ms === undefined ? 'not measured' : `${ms.toFixed(3)} ms`);
  console.log(
    `\nGateway over the bare engine at p50 (${milliseconds(overhead.bareMs)}): ${milliseconds(overhead.overheadMs)} as Lathe's load client sees it, an event loop of its own; ${milliseconds(blocking?.overheadMs)} as a client sees it that waits in read(). HTTP alone, a server of node:http that answers at once: ${milliseconds(httpAlone.servedMs)} and ${milliseconds(httpAlone.blockingMs)}`,
  );
  const bundled = await compare('The bundled sample in FP32', fp32, sampleQuestion, forms, plan);
  const quantized = await compare('The bundled sample in INT8', int8, sampleQuestion, forms, plan);
  const wide = await writeMemoryBound(folder);
  const values = Float32Array.from({ length: wide.width }, (_, index) => Math.cos(index));
  const bound = await compare(
    'Three layers of 2048 × 2048, bound by memory',
    { model: wide.path, input: 'x', threads },
    { input: 'x', shape: [1, wide.width], values, image: undefined },
    ['binary'],
    plan,
  );
  const held = await holdConnections(fp32, sampleQuestion, {
    connections: quick ? 200 : 2000,
    seconds: quick ? 5 : 60,
  });
  console.log(
    `\n${held.connections} connections for ${held.seconds} s: ${held.requests} requests, ${held.errors} errors, p99 ${short(held.p99Ms)} ms, resident ${megabytes(held.residentBefore)} before, ${megabytes(held.residentFirstHalf)} at most in the first half, ${megabytes(held.residentHighest)} in all, ${megabytes(held.residentAfter)} MB at the end`,
  );
  writeResults('serving', {}, { threads, overhead, bundled, quantized, memoryBound: bound, held });
} finally {
  rmSync(folder, { recursive: true, force: true });
}
