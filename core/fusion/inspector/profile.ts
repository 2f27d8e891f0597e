// Times of an engine's layers as trtexec exports them, joined with the layers.
import { z } from 'zod';
import { parseLenientJson } from './lenientJson.ts';
import type { EngineLayer } from './readLayers.ts';

export interface LayerTime {
  readonly name: string;
  /** Milliseconds over all runs, their mean and their median. */
  readonly totalMs: number;
  readonly averageMs: number;
  readonly medianMs: number;
  /** Of the sum over layers. */
  readonly percent: number;
}

export interface Profile {
  readonly runs: number;
  readonly layers: readonly LayerTime[];
}

const profileSchema = z.tuple([z.object({ count: z.number() })]).rest(
  z.object({
    name: z.string(),
    timeMs: z.number(),
    averageMs: z.number(),
    medianMs: z.number(),
    percentage: z.number(),
  }),
);

/** @throws SyntaxError or ZodError where it is not what `trtexec --exportProfile` writes. */
export function readProfile(json: string): Profile {
  const [{ count }, ...rows] = profileSchema.parse(parseLenientJson(json));
  const layers = rows.map(({ name, timeMs, averageMs, medianMs, percentage }) => {
    return { name, totalMs: timeMs, averageMs, medianMs, percent: percentage };
  });
  return { runs: count, layers };
}

export interface TimedLayer {
  readonly layer: EngineLayer;
  /** Undefined where the profile does not know the layer: constants and what does no work. */
  readonly time: LayerTime | undefined;
}

export interface JoinedProfile {
  readonly layers: readonly TimedLayer[];
  /** Rows of the profile that no layer bears the name of. */
  readonly left: readonly LayerTime[];
}

/** By name; where a name occurs more than once, in the order of both. */
export function joinProfile(layers: readonly EngineLayer[], profile: Profile): JoinedProfile {
  const waiting = new Map<string, LayerTime[]>();
  for (const time of profile.layers) waiting.set(time.name, [...(waiting.get(time.name) ?? []), time]);
  const joined = layers.map((layer) => ({ layer, time: waiting.get(layer.name)?.shift() }));
  return { layers: joined, left: [...waiting.values()].flat() };
}
