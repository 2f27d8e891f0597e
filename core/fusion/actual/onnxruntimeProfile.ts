// Times of nodes from the trace that ONNX Runtime's profiler writes.
import { z } from 'zod';
import { median } from '#core/measure/percentile.ts';
import { type Profile, readProfile } from '../inspector/profile.ts';

const eventsSchema = z.array(
  z.looseObject({ cat: z.string().catch(''), name: z.string().catch(''), dur: z.number().catch(0) }),
);
const suffix = '_kernel_time';

/**
 * The trace holds one event for each node and run, in microseconds. Also takes layer times in trtexec's form.
 *
 * @throws SyntaxError or ZodError where it is neither.
 */
export function onnxruntimeProfile(json: string): Profile {
  const events = eventsSchema.parse(JSON.parse(json));
  if (!events.some(({ cat }) => cat === 'Node')) return readProfile(json);
  const times = new Map<string, number[]>();
  for (const { cat, name, dur } of events) {
    if (cat !== 'Node' || !name.endsWith(suffix)) continue;
    const node = name.slice(0, -suffix.length);
    const same = times.get(node);
    if (same) same.push(dur / 1000);
    else times.set(node, [dur / 1000]);
  }
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  const all = sum([...times.values()].map(sum));
  const layers = [...times].map(([name, each]) => {
    const totalMs = sum(each);
    const percent = all > 0 ? (100 * totalMs) / all : 0;
    return { name, totalMs, averageMs: totalMs / each.length, medianMs: median(Float64Array.from(each)), percent };
  });
  return { runs: Math.max(0, ...[...times.values()].map(({ length }) => length)), layers };
}
