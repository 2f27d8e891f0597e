// The times of nodes in ONNX Runtime's trace, in the form of `trtexec --exportProfile`.
import { z } from 'zod';
import { exportProfile } from './exportProfile.ts';

const eventsSchema = z.array(
  z.looseObject({ cat: z.string().catch(''), name: z.string().catch(''), dur: z.number().catch(0) }),
);
const suffix = '_kernel_time';

/** @throws SyntaxError or ZodError where it is no trace. */
export function exportTrace(trace: string): string {
  const times = new Map<string, number[]>();
  for (const { cat, name, dur } of eventsSchema.parse(JSON.parse(trace))) {
    if (cat !== 'Node' || !name.endsWith(suffix)) continue;
    const node = name.slice(0, -suffix.length);
    const same = times.get(node) ?? [];
    // The trace is in microseconds.
    same.push(dur / 1000);
    times.set(node, same);
  }
  return exportProfile([...times].map(([name, each]) => ({ name, times: each })));
}
