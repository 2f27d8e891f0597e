// TensorRT's calibration.cache (up to 10): the INT8 scale of each tensor, as text.

export interface CalibrationCache {
  /** Such as `100600`, as TensorRT numbers itself. */
  readonly version: string;
  /** Such as `EntropyCalibration2`. */
  readonly algorithm: string;
  /** In the file's order. The range of |x| is scale · 127. */
  readonly scales: readonly { readonly tensor: string; readonly scale: number }[];
}

/**
 * A first line `TRT-<version>-<algorithm>`, then `tensor: hex`, where hex is the float32's bits without leading zeros.
 * Names may hold `: ` themselves, so the last one counts.
 * @throws SyntaxError naming the line.
 */
export function readCalibrationCache(text: string): CalibrationCache {
  const [head = '', ...lines] = text.split(/\r?\n/);
  const [, version, algorithm] = /^TRT-(\d+)-(\w+)$/.exec(head.trim()) ?? [];
  if (version === undefined || algorithm === undefined) {
    throw new SyntaxError(`'${head.slice(0, 60)}' is not the first line of a calibration cache of TensorRT`);
  }
  const scales = lines.flatMap((line, index) => {
    if (line === '') return [];
    const at = line.lastIndexOf(': ');
    const hex = line.slice(at + 2).trim();
    if (at < 0 || !/^[0-9a-fA-F]{1,8}$/.test(hex)) {
      throw new SyntaxError(
        `line ${index + 2} of the calibration cache is no tensor and scale: '${line.slice(0, 60)}'`,
      );
    }
    return [{ tensor: line.slice(0, at), scale: floatOfBits(Number.parseInt(hex, 16)) }];
  });
  return { version, algorithm, scales };
}

export function writeCalibrationCache({ version, algorithm, scales }: CalibrationCache): string {
  const lines = scales.map(({ tensor, scale }) => `${tensor}: ${bitsOfFloat(scale).toString(16)}\n`);
  return `TRT-${version}-${algorithm}\n${lines.join('')}`;
}

function floatOfBits(bits: number): number {
  const view = new DataView(new ArrayBuffer(4));
  view.setUint32(0, bits);
  return view.getFloat32(0);
}

function bitsOfFloat(value: number): number {
  const view = new DataView(new ArrayBuffer(4));
  view.setFloat32(0, value);
  return view.getUint32(0);
}
