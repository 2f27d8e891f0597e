// Parts of a graph that occur again and again with the same structure.

export interface Block {
  /** What the first occurrence is called. */
  readonly name: string;
  /** Nodes of one occurrence. */
  readonly size: number;
  /** The nodes of each occurrence; at the same place stand nodes that do the same. */
  readonly occurrences: readonly (readonly number[])[];
  /** What each occurrence is called, where it has a name. */
  readonly names: readonly string[];
}

/** Fewer nodes are no block: a convolution and its activation stand everywhere. */
export const fewestNodes = 3;
