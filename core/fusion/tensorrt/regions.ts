// Which nodes TensorRT hands to Myelin, its compiler for everything but convolutional networks.
import type { FusionView } from '../view.ts';
import { type OperatorClass, operatorClass } from './operatorClass.ts';

/** Nodes around which Myelin forms its regions; it takes what is only pointwise or moves data along. */
const seeds: ReadonlySet<OperatorClass> = new Set(['product', 'reduction', 'other']);
const takenAlong: ReadonlySet<OperatorClass> = new Set([
  'pointwise',
  'move',
  'product',
  'reduction',
  'other',
  'quantize',
]);
const lookups = new Set(['Gather', 'GatherElements', 'GatherND', 'Trilu', 'Where']);

/**
 * By node, whether Myelin compiles it. A region is what hangs together without passing a convolution, a pooling, a
 * resize or a node that a kernel of TensorRT's own library has taken, so that no way leads out of it and back, and holds
 * at least one operator that only Myelin computes.
 */
export function myelinNodes(view: FusionView): Uint8Array {
  const mine = new Uint8Array(view.nodes.length);
  const seen = new Uint8Array(view.nodes.length);
  const member = (node: number) =>
    !view.isFree(node) && takenAlong.has(operatorClass(view, node)) && !inLibraryKernel(view, node);
  const stage = stages(view, member);
  for (const start of Array.from(view.order)) {
    if (seen[start] === 1 || !member(start)) continue;
    const region: number[] = [];
    const waiting = [start];
    seen[start] = 1;
    for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
      region.push(node);
      const before = view.nodes[node]?.inputs.flatMap((_, place) => view.producer(view.input(node, place)) ?? []) ?? [];
      for (const next of [...before, ...view.readers(node)]) {
        if (seen[next] === 1 || !member(next) || stage[next] !== stage[start]) continue;
        seen[next] = 1;
        waiting.push(next);
      }
    }
    if (region.some((node) => isSeed(view, node))) for (const node of region) mine[node] = 1;
  }
  return mine;
}

/**
 * By node, how often the longest way to it enters what Myelin may compile. What only such nodes read waits for the first
 * of them. Two nodes of one stage can be in one region: no way leads from one out of it and back to the other.
 */
function stages(view: FusionView, member: (node: number) => boolean): Int32Array {
  const found = new Int32Array(view.nodes.length);
  const order = Array.from(view.order);
  for (const node of order) {
    for (const [place] of view.nodes[node]?.inputs.entries() ?? []) {
      const before = view.producer(view.input(node, place));
      if (before === undefined || view.isFree(before)) continue;
      const entered = member(node) && !member(before) ? 1 : 0;
      found[node] = Math.max(found[node] ?? 0, (found[before] ?? 0) + entered);
    }
  }
  for (const node of order.toReversed()) {
    const readers = view.readers(node);
    if (!member(node) || readers.length === 0 || !readers.every(member)) continue;
    found[node] = readers.reduce((least, reader) => Math.min(least, found[reader] ?? 0), Number.MAX_SAFE_INTEGER);
  }
  return found;
}

function isSeed(view: FusionView, node: number): boolean {
  return seeds.has(operatorClass(view, node)) || lookups.has(view.operator(node));
}

/** A pointwise tail that a convolution has taken, or a quantized kernel of the library. */
function inLibraryKernel(view: FusionView, node: number): boolean {
  const group = view.group(node);
  return group !== undefined && view.groupKind(group).startsWith('conv');
}
