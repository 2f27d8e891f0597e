// Groups of nodes inside groups, as columns: by name scope, by what fuses, by what a function holds.

export interface GroupTree {
  readonly count: number;
  /** What each group is called inside the group around it, and from the outermost in: unique. */
  readonly names: readonly string[];
  readonly paths: readonly string[];
  /** The group around each group, which comes before it; -1 at the outermost level. */
  readonly parents: Int32Array;
  /** 0 at the outermost level. */
  readonly depths: Int32Array;
  /** Nodes of each group, those of the groups inside it included. */
  readonly sizes: Int32Array;
  /** The innermost group of each node; -1 for a node outside all groups. */
  readonly groupOf: Int32Array;
}

export interface GroupTreeOptions {
  /** Every node once: groups stand as their first nodes do in it. File order where it is not given. */
  readonly order?: Iterable<number>;
  /** Nodes that belong to a group and count for nothing, as constants do. */
  readonly isQuiet?: (node: number) => boolean;
}

/** Groups of fewer nodes have nothing to fold. */
const fewest = 2;
const separator = '/';

/**
 * Makes groups of the paths of nodes, outermost part first. A group of one node is left out, and one that holds nothing
 * but another group is told as one with it. Linear in the parts of all paths.
 */
export function groupTree(
  nodes: number,
  pathOf: (node: number) => readonly string[],
  { order = Array(nodes).keys(), isQuiet = () => false }: GroupTreeOptions = {},
): GroupTree {
  const root = emptyDraft('');
  const draftOf: Draft[] = new Array(nodes);
  for (const node of order) {
    let at = root;
    for (const part of pathOf(node)) {
      const inner = at.inner.get(part) ?? emptyDraft(part);
      at.inner.set(part, inner);
      at = inner;
    }
    if (!isQuiet(node)) at.own++;
    draftOf[node] = at;
  }
  total(root);
  const names: string[] = [];
  const paths: string[] = [];
  const parents: number[] = [];
  const depths: number[] = [];
  const sizes: number[] = [];
  const place = (draft: Draft, before: string, around: number) => {
    const merged = before === '' ? draft.name : `${before}${separator}${draft.name}`;
    const [only] = draft.inner.size === 1 && draft.own === 0 ? draft.inner.values() : [];
    if (draft.size < fewest) draft.group = around;
    else if (only && only.size >= fewest) return place(only, merged, around);
    else {
      draft.group = names.push(merged) - 1;
      paths.push(around === -1 ? merged : `${paths[around]}${separator}${merged}`);
      parents.push(around);
      depths.push(around === -1 ? 0 : (depths[around] ?? 0) + 1);
      sizes.push(draft.size);
    }
    const { group } = draft;
    for (const inner of draft.inner.values()) place(inner, '', group);
  };
  for (const draft of root.inner.values()) place(draft, '', -1);
  return {
    count: names.length,
    names,
    paths,
    parents: Int32Array.from(parents),
    depths: Int32Array.from(depths),
    sizes: Int32Array.from(sizes),
    groupOf: Int32Array.from(draftOf, ({ group }) => group),
  };
}

interface Draft {
  readonly name: string;
  readonly inner: Map<string, Draft>;
  own: number;
  size: number;
  group: number;
}

function emptyDraft(name: string): Draft {
  return { name, inner: new Map(), own: 0, size: 0, group: -1 };
}

function total(draft: Draft): number {
  draft.size = draft.own;
  for (const inner of draft.inner.values()) draft.size += total(inner);
  return draft.size;
}
