// Which nodes compute with floating-point numbers, as opposed to moving data, counting, or handling shapes.
import { intAttribute } from '#core/onnx/attribute.ts';
import { DataType } from '#core/onnx/dataType.ts';
import type { Node } from '#core/onnx/model.ts';
import { operatorFamily } from '#core/onnx/operatorFamily.ts';
import { hasOneReader, nodeAt, producerOf, type Site } from './placement.ts';
import { movedInputs } from './scaleGroups.ts';
import { isWeighted } from './weighted.ts';

/**
 * The nodes worth naming when they stay in FP32. An activation right after a weighted operator or an addition is a
 * part of its kernel and not among them; neither is arithmetic on constants and on sizes.
 */
export function computingNodes(site: Site): ReadonlySet<number> {
  const fixed = new Uint8Array(site.graph.nodes.length);
  const found = new Set<number>();
  for (const place of site.index.topologicalOrder ?? []) {
    const node = nodeAt(site, place);
    const family = operatorFamily(node.opType, node.domain);
    if (node.opType === 'Shape' || node.opType === 'Size') fixed[place] = 1;
    else if (family !== 'control' && node.inputs.every((input) => isFixed(input))) fixed[place] = 1;
    else if (computes(node) && !isFused(site, node)) found.add(place);
  }
  return found;

  function isFixed(input: string): boolean {
    if (input === '' || site.constants(input) !== undefined) return true;
    const before = site.index.producer(input);
    return before !== undefined && fixed[before] === 1;
  }
}

const silent = new Set(['shape', 'constant', 'control', 'quantization']);
const logical = new Set('And Or Xor Not BitShift BitwiseAnd BitwiseOr BitwiseXor BitwiseNot'.split(' '));
const floating = new Set<number>([DataType.float32, DataType.float16, DataType.bfloat16, DataType.float64]);

function computes(node: Node): boolean {
  if (silent.has(operatorFamily(node.opType, node.domain)) || movedInputs(node) !== undefined) return false;
  if (logical.has(node.opType)) return false;
  return node.opType !== 'Cast' || floating.has(intAttribute(node, 'to', 0));
}

function isFused(site: Site, node: Node): boolean {
  if (node.opType !== 'Relu' && node.opType !== 'Clip') return false;
  const [input = ''] = node.inputs;
  const before = producerOf(site, input);
  return before !== undefined && hasOneReader(site, input) && (isWeighted(before.node) || before.node.opType === 'Add');
}
