// What preprocessing fields accept.
import { type Preprocessing, preprocessingSchema } from '#core/contract/data.ts';
import type { Port } from '#core/contract/inspect.ts';
import type { Parsed } from '#renderer/widgets/ParsedField.tsx';

/** What is assumed of images where nothing is stated: read off the model's input; null where it is no image's. */
export function derived(input: Pick<Port, 'type' | 'shape'>): Preprocessing | null {
  const shape = input.shape?.length === 3 ? [1, ...input.shape] : input.shape;
  if (shape?.length !== 4) return null;
  const isChannels = (size: unknown) => size === 1 || size === 3;
  const layout = isChannels(shape[1]) ? 'nchw' : isChannels(shape[3]) ? 'nhwc' : null;
  if (layout === null) return null;
  const [channels, height, width] = layout === 'nchw' ? [shape[1], shape[2], shape[3]] : [shape[3], shape[1], shape[2]];
  if (typeof height !== 'number' || typeof width !== 'number') return null;
  return preprocessingSchema.parse({
    resize: { width, height },
    channels: channels === 1 ? 'gray' : 'rgb',
    layout,
    scale: input.type === 'uint8' ? 1 : 1 / 255,
    ...(channels === 1 ? { mean: [0], std: [1] } : {}),
  });
}

/** To begin with where the model's input does not tell: ImageNet's size, pixels between 0 and 1. */
export const startingPoint: Preprocessing = preprocessingSchema.parse({
  resize: { width: 224, height: 224 },
  scale: 1 / 255,
});

/** One number a channel, or one for all; a standard deviation is not 0. */
export function fits(
  parse: (text: string) => Parsed<readonly number[]>,
  channels: Preprocessing['channels'],
  key: 'mean' | 'std',
): (text: string) => Parsed<readonly number[]> {
  const wanted = channels === 'gray' ? 1 : 3;
  return (text) => {
    const parsed = parse(text);
    if ('error' in parsed) return parsed;
    if (key === 'std' && parsed.value.includes(0)) return { error: 'A standard deviation is not 0.' };
    if (parsed.value.length === wanted) return parsed;
    const [only] = parsed.value;
    if (parsed.value.length === 1 && only !== undefined) return { value: Array.from({ length: wanted }, () => only) };
    return { error: `${channels.toUpperCase()} has ${wanted} ${wanted === 1 ? 'channel' : 'channels'}.` };
  };
}
