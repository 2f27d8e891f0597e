// What preprocessing fields accept.
import { type Preprocessing, preprocessingSchema } from '#core/contract/data.ts';
import type { Parsed } from '#renderer/widgets/ParsedField.tsx';

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
