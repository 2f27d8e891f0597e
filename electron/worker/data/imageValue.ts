// From RGB pixels to the values of a model's input: x = (pixel · scale − mean) / std, in float32.
import type { Preprocessing } from '#core/contract/data.ts';
import type { Pixels } from './rgb.ts';

function channelCount(preprocessing: Preprocessing): number {
  return preprocessing.channels === 'gray' ? 1 : 3;
}

/** Shape of one image without a batch axis. */
export function imageDims(preprocessing: Preprocessing): readonly [number, number, number] {
  const { layout, resize } = preprocessing;
  const count = channelCount(preprocessing);
  return layout === 'nchw' ? [count, resize.height, resize.width] : [resize.height, resize.width, count];
}

/**
 * `mean` and `std` go by the input's channels: for `bgr` the first is blue's. A single value stands for all channels.
 * Grey is 0.299 R + 0.587 G + 0.114 B (ITU-R BT.601), rounded to whole levels as image libraries do.
 */
export function imageValues({ width, height, rgb }: Pixels, preprocessing: Preprocessing): Float32Array {
  const area = width * height;
  const count = channelCount(preprocessing);
  const values = new Float32Array(area * count);
  const planar = preprocessing.layout === 'nchw';
  for (let channel = 0; channel < count; channel += 1) {
    const table = levelTables(preprocessing)[channel] as Float32Array;
    const start = planar ? channel * area : channel;
    const step = planar ? 1 : count;
    if (count === 1) {
      for (let pixel = 0; pixel < area; pixel += 1) {
        values[start + pixel * step] = table[greyLevel(rgb, pixel * 3)] as number;
      }
      continue;
    }
    let from = preprocessing.channels === 'bgr' ? 2 - channel : channel;
    const end = start + area * step;
    for (let to = start; to < end; to += step) {
      values[to] = table[rgb[from] as number] as number;
      from += 3;
    }
  }
  return values;
}

/** Weights in 65,536ths, which add up to one exactly. */
function greyLevel(rgb: Uint8Array, at: number): number {
  const [red, green, blue] = [rgb[at] as number, rgb[at + 1] as number, rgb[at + 2] as number];
  return (red * 19595 + green * 38470 + blue * 7471 + 32768) >> 16;
}

const kept = new WeakMap<Preprocessing, readonly Float32Array[]>();

/** One for each channel; the same preprocessing comes with image after image. */
function levelTables(preprocessing: Preprocessing): readonly Float32Array[] {
  const known = kept.get(preprocessing);
  if (known) return known;
  const made = Array.from({ length: channelCount(preprocessing) }, (_, channel) => levelTable(preprocessing, channel));
  kept.set(preprocessing, made);
  return made;
}

/** The value of each of the 256 levels; every step is rounded to float32, as array libraries do. */
function levelTable({ scale, mean, std }: Preprocessing, channel: number): Float32Array {
  const single = Math.fround(scale);
  const shift = Math.fround(mean[channel] ?? mean[0] ?? 0);
  const spread = Math.fround(std[channel] ?? std[0] ?? 1);
  return Float32Array.from({ length: 256 }, (_, level) => {
    const scaled = Math.fround(level * single);
    return Math.fround(Math.fround(scaled - shift) / spread);
  });
}
