// A decoded image.
export interface Pixels {
  readonly width: number;
  readonly height: number;
  /** Red, green and blue in turn, rows from the top. */
  readonly rgb: Uint8Array;
}
