// Outputs in the form of `trtexec --exportOutput`.

export interface NamedOutput {
  readonly name: string;
  readonly dims: readonly number[];
  readonly values: Iterable<number | bigint | string>;
}

/** Whole numbers of 64 bits become numbers; what is not finite becomes null, since JSON has no word for it. */
export function exportOutput(outputs: readonly NamedOutput[]): string {
  const rows = outputs.map(({ name, dims, values }) =>
    JSON.stringify({
      name,
      dimensions: dims.join('x'),
      values: Array.from(values, (value) => (typeof value === 'bigint' ? Number(value) : value)),
    }),
  );
  return `[\n${rows.join(',\n')}\n]\n`;
}
