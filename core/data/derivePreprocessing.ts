// What an image becomes when nobody has said it: read off the model's input.
import { type Preprocessing, preprocessingSchema } from '#core/contract/data.ts';

export interface ImageInput {
  /** As ONNX Runtime and the contract name it: `float32`, `uint8`. */
  readonly type: string | undefined;
  /** [batch, channels, height, width] or [batch, height, width, channels]; the batch may be left out. */
  readonly shape: readonly (number | string | null)[] | null;
}

export type Derived =
  | { readonly kind: 'derived'; readonly preprocessing: Preprocessing }
  /** `why` goes on after "its shape". */
  | { readonly kind: 'none'; readonly why: string };

/** Bytes go in as they are; anything else is taken to want pixels between 0 and 1. Images are stretched to the size. */
export function derivePreprocessing({ type, shape: stated }: ImageInput): Derived {
  const shape = stated?.length === 3 ? [1, ...stated] : (stated ?? []);
  const layout = isChannels(shape[1]) ? 'nchw' : isChannels(shape[3]) ? 'nhwc' : undefined;
  if (shape.length !== 4 || !layout) return { kind: 'none', why: 'is not that of an image with 1 or 3 channels' };
  const [channels, height, width] = layout === 'nchw' ? [shape[1], shape[2], shape[3]] : [shape[3], shape[1], shape[2]];
  if (typeof height !== 'number' || typeof width !== 'number') return { kind: 'none', why: 'leaves the size open' };
  const gray = channels === 1;
  const preprocessing = preprocessingSchema.parse({
    resize: { width, height },
    channels: gray ? 'gray' : 'rgb',
    layout,
    scale: type === 'uint8' ? 1 : 1 / 255,
    ...(gray ? { mean: [0], std: [1] } : {}),
  });
  return { kind: 'derived', preprocessing };
}

function isChannels(size: number | string | null | undefined): boolean {
  return size === 1 || size === 3;
}
