// Kernels while they grow, in the order of computation, so that no kernel ever waits for its own result.
import type { FusionView } from '../view.ts';

export interface Kernels {
  /** The node is a kernel of its own, or belongs to the group that a rule gave it. */
  stand(node: number): void;
  /** The kernels that the node reads from, each once. */
  before(node: number): readonly number[];
  /** Whether nodes may still join the kernel. */
  isOpen(kernel: number): boolean;
  nodes(kernel: number): readonly number[];
  /** Puts the node into one kernel with those of `wanted` that allow it; into a new one where none does. */
  add(node: number, wanted: readonly number[]): void;
  /** Kernels that grew here, in the order of their first nodes. */
  groups(): readonly (readonly number[])[];
}

interface Kernel {
  readonly nodes: number[];
  readonly open: boolean;
  /** The longest way of kernels from the graph's inputs: a kernel waits only for smaller ones. */
  depth: number;
}

/** Larger kernels are not merged: looking through them again and again would cost their square. */
const mostLookedThrough = 256;

/** Each node is looked at once; merging moves the smaller kernel into the larger. */
export function createKernels(view: FusionView): Kernels {
  const kernels: Kernel[] = [];
  const kernelOf = new Int32Array(view.nodes.length).fill(-1);
  const ofGroup = new Map<number, number>();

  const before = (node: number): readonly number[] => {
    const found = new Set<number>();
    for (const [place] of view.nodes[node]?.inputs.entries() ?? []) {
      const value = view.input(node, place);
      const producer = view.isConstant(value) ? undefined : view.producer(value);
      const kernel = producer === undefined ? -1 : (kernelOf[producer] ?? -1);
      if (kernel >= 0) found.add(kernel);
    }
    return [...found];
  };
  const at = (kernel: number): Kernel => {
    const found = kernels[kernel];
    if (!found) throw new RangeError(`there is no kernel ${kernel}`);
    return found;
  };
  const put = (node: number, kernel: number) => {
    kernelOf[node] = kernel;
    at(kernel).nodes.push(node);
  };
  const make = (open: boolean): number => kernels.push({ nodes: [], open, depth: 0 }) - 1;
  const read = (node: number, own: number) => {
    for (const other of before(node)) {
      if (other === own) continue;
      at(own).depth = Math.max(at(own).depth, at(other).depth + 1);
    }
  };

  /** Whether a third kernel reads it already: then it must not come to wait for more. */
  const isRead = (kernel: number, besides: number): boolean =>
    at(kernel).nodes.length > mostLookedThrough ||
    at(kernel).nodes.some((node) =>
      view.readers(node).some((reader) => {
        const other = kernelOf[reader] ?? -1;
        return other >= 0 && other !== kernel && other !== besides;
      }),
    );
  /** Kernels of one depth never wait for each other; a shallower one may be merged while nothing else reads it. */
  const mergeable = (other: number, target: number): boolean =>
    at(other).depth === at(target).depth || !isRead(other, target);

  return {
    before,
    isOpen: (kernel) => at(kernel).open,
    nodes: (kernel) => at(kernel).nodes,
    stand(node) {
      const group = view.group(node);
      const known = group === undefined ? undefined : ofGroup.get(group);
      const kernel = known ?? make(false);
      if (group !== undefined) ofGroup.set(group, kernel);
      put(node, kernel);
      read(node, kernel);
    },
    add(node, wanted) {
      const all = before(node);
      const deepest = Math.max(-1, ...all.map((kernel) => at(kernel).depth));
      const target = wanted.toSorted((a, b) => at(b).depth - at(a).depth)[0];
      // Behind a deeper kernel that it cannot join, the node would make its target wait for what may wait for that.
      const blocked =
        target !== undefined &&
        all.some((other) => other !== target && !wanted.includes(other) && at(other).depth >= at(target).depth);
      if (target === undefined || (blocked && (isRead(target, target) || at(target).depth < deepest))) {
        const own = make(true);
        put(node, own);
        read(node, own);
        return;
      }
      for (const other of wanted) {
        if (other === target || !mergeable(other, target)) continue;
        for (const member of at(other).nodes) kernelOf[member] = target;
        at(target).nodes.push(...at(other).nodes.splice(0));
      }
      put(node, target);
      read(node, target);
    },
    groups: () =>
      kernels
        .filter(({ open, nodes }) => open && nodes.length > 0)
        .map(({ nodes }) => nodes.toSorted((a, b) => a - b))
        .sort((a, b) => (a[0] ?? 0) - (b[0] ?? 0)),
  };
}
