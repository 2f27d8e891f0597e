// Reads the length of a NumPy array's first axis from the start of its file.

/** As many bytes as a header of an ordinary array fits in. */
export const HEADER_BYTES = 4096;

/** 1 for a scalar; undefined where the bytes are no .npy file (format 1 to 3). */
export function firstAxis(start: Uint8Array): number | undefined {
  const text = Buffer.from(start.buffer, start.byteOffset, start.byteLength).toString('latin1');
  if (!text.startsWith('\x93NUMPY')) return undefined;
  const shape = /['"]shape['"]\s*:\s*\(([^)]*)\)/.exec(text)?.[1];
  if (shape === undefined) return undefined;
  const first = shape.split(',')[0]?.trim() ?? '';
  if (first === '') return 1;
  return /^\d+$/.test(first) ? Number(first) : undefined;
}
