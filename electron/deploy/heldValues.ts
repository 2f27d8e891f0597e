// Values for a listener that is slow where it is called now and then, and quick where many come at once.

/** So many are told together; the pause that this makes is shorter than an inference. */
const most = 128;

export interface HeldValues {
  add(value: number): void;
  /** Tells what was not told yet. */
  tell(): void;
}

/** @param told hears of the values in order, sooner or later; what it is given holds until it returns. */
export function holdValues(told: (values: Float64Array) => void): HeldValues {
  const values = new Float64Array(most);
  let count = 0;
  const tell = () => {
    const all = values.subarray(0, count);
    count = 0;
    if (all.length > 0) told(all);
  };
  return {
    add(value) {
      values[count] = value;
      count += 1;
      if (count === most) tell();
    },
    tell,
  };
}
