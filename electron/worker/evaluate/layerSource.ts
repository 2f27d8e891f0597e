// Where the values of a build's layers come from, to be held against FP32's.
import type { Values } from '#electron/worker/value.ts';
import type { Rounding } from './asRead.ts';
import type { LayerEnd } from './layerEnds.ts';

/** A layer's result: its name in FP32's model, and in the build's. */
export interface Pair extends LayerEnd {
  readonly here: string;
}

export interface LayerSource {
  run(feeds: Values): Values;
  readonly pairs: readonly Pair[];
  /** What readers get where a value is quantized behind the layer. */
  readonly roundings?: ReadonlyMap<string, Rounding>;
  /** Why a layer's value is not among them. */
  readonly missing?: string;
}
