// Why a GPU's clocks are held back, from NVML's bits.

/** nvml.h, nvmlClocksEventReasons. That a GPU idles is no reason to doubt a measurement, and is left out. */
const reasons: readonly (readonly [number, string])[] = [
  [0x2, 'clocks set for applications'],
  [0x4, 'power cap'],
  [0x8, 'hardware slowdown'],
  [0x10, 'clocks kept alike over several GPUs'],
  [0x20, 'temperature (software)'],
  [0x40, 'temperature (hardware)'],
  [0x80, 'power brake'],
  [0x100, 'display clocks'],
];

/** In words; none where nothing holds the clocks back. */
export function throttleReasons(bits: number): string[] {
  return reasons.filter(([bit]) => (bits & bit) !== 0).map(([, words]) => words);
}
