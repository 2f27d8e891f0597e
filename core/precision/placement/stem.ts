// The first convolutions of a model, where they are too thin for ONNX Runtime's 8-bit kernels to pay.
import { intAttribute } from '#core/onnx/attribute.ts';
import { nodeAt, producerOf, type Site } from './placement.ts';

/** Below so many products a result, or channels of a depthwise convolution, FP32 was measured to be faster. */
const fewest = 32;

/**
 * The convolutions, by place with a reason, that read the model's input (or one another, through activations) and
 * multiply so little that FP32 is faster and, of course, more exact: a stem over three channels, a narrow depthwise
 * convolution behind it. Further inside, going back to FP32 would cost more than it saves.
 */
export function thinStem(site: Site): ReadonlyMap<number, string> {
  const found = new Map<number, string>();
  if (site.inner) return found;
  for (const place of site.index.topologicalOrder ?? []) {
    const node = nodeAt(site, place);
    if (node.opType !== 'Conv' || node.domain !== '') continue;
    const dims = site.constants(node.inputs[1] ?? '')?.dims;
    if (dims === undefined) continue;
    const source = beforeActivation(site, node.inputs[0] ?? '');
    const products = dims.slice(1).reduce((product, dimension) => product * dimension, 1);
    const group = intAttribute(node, 'group', 1);
    if (source === undefined && group === 1 && products < fewest) {
      found.set(place, `${products} products a result are too few for ONNX Runtime to gain from 8 bits`);
    } else if (source !== undefined && found.has(source) && group > 1 && (dims[0] ?? fewest) < fewest) {
      found.set(place, `${dims[0]} channels behind an FP32 stem are too few for ONNX Runtime to gain from 8 bits`);
    }
  }
  return found;
}

/** The node that makes a value, or what its activation reads; undefined for a value that is fed. */
function beforeActivation(site: Site, value: string): number | undefined {
  const before = producerOf(site, value);
  if (before === undefined || (before.node.opType !== 'Relu' && before.node.opType !== 'Clip')) return before?.place;
  return site.index.producer(before.node.inputs[0] ?? '');
}
