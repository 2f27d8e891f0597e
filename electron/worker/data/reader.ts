// What data looks like to a job: samples by index, ready for a model.
import type { Values } from '#electron/worker/value.ts';

export interface DataReader {
  /** The data set's name, for reports. */
  readonly source: string;
  readonly count: number;
  /** Names by label, where the data carries labels. */
  readonly classes: readonly string[] | null;
  /** What was assumed in reading. */
  readonly warnings: readonly string[];
  /** Tells samples apart in messages: a file's name, or its place in an array. */
  name(index: number): string;
  /** The index of the right class, or null. */
  label(index: number): number | null;
  /** Values by input name. @throws LatheError where the sample cannot be read. */
  read(index: number): Promise<Values>;
  /** Takes back values that nobody looks at any more, so that samples to come are read into their memory. */
  reuse?(values: Values): void;
}
