// Places points on a side as near to where they want to be as their order, their distance and the side allow.

/**
 * `wanted` ascends; the places ascend too, at least `apart` from each other where the side of ±`half` has the room,
 * else evenly. The sum of squared moves is least: neighbours that want the same are pooled around their mean.
 */
export function spread(wanted: readonly number[], half: number, apart: number): readonly number[] {
  const count = wanted.length;
  const step = count < 2 ? 0 : Math.min(apart, (2 * half) / (count - 1));
  // What is left of a place when the distances before it are taken off must ascend: pools of equal values.
  const sums: number[] = [];
  const sizes: number[] = [];
  wanted.forEach((place, index) => {
    const clipped = Math.min(half, Math.max(-half, place));
    let sum = clipped - index * step;
    let size = 1;
    while (sums.length > 0 && (sums.at(-1) as number) / (sizes.at(-1) as number) > sum / size) {
      sum += sums.pop() as number;
      size += sizes.pop() as number;
    }
    sums.push(sum);
    sizes.push(size);
  });
  const places: number[] = [];
  sums.forEach((sum, pool) => {
    for (let member = 0; member < (sizes[pool] as number); member++) {
      const index = places.length;
      const least = -half + index * step;
      const most = half - (count - 1 - index) * step;
      places.push(Math.min(most, Math.max(least, sum / (sizes[pool] as number) + index * step)));
    }
  });
  return places;
}
