// A process of its own that loads what is native and says what came of it: a library that crashes shows here only.
import { loadAddon } from '#electron/worker/native.ts';
import type { Probe } from './protocol.ts';

process.on('message', async () => {
  const answer: Probe = { onnxruntime: await probeRuntime(), addon: probeAddon() };
  process.send?.(answer);
});
process.on('disconnect', () => process.exit(0));

async function probeRuntime(): Promise<Probe['onnxruntime']> {
  try {
    const { runtimeVersion, openSession } = await import('#electron/worker/backends/onnxruntime/session.ts');
    openSession(identityModel(), { threads: 1, optimization: 'none' }).close();
    return { version: runtimeVersion, problem: null };
  } catch (error) {
    return { version: null, problem: firstLine(error) };
  }
}

function probeAddon(): Probe['addon'] {
  try {
    return { version: loadAddon().version, problem: null };
  } catch (error) {
    return { version: null, problem: firstLine(error) };
  }
}

/** The smallest model that runs: y = Identity(x), IR 8, opset 17, one float each. */
function identityModel(): Uint8Array {
  const text = (field: number, value: string) => message(field, [...Buffer.from(value)]);
  const message = (field: number, bytes: readonly number[]) => [(field << 3) | 2, bytes.length, ...bytes];
  const number = (field: number, value: number) => [field << 3, value];
  const type = message(2, message(1, [...number(1, 1), ...message(2, message(1, number(1, 1)))]));
  const value = (name: string) => [...text(1, name), ...type];
  const node = [...text(1, 'x'), ...text(2, 'y'), ...text(4, 'Identity')];
  const graph = [...message(1, node), ...text(2, 'probe'), ...message(11, value('x')), ...message(12, value('y'))];
  return Uint8Array.from([...number(1, 8), ...message(7, graph), ...message(8, number(2, 17))]);
}

function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '';
}
