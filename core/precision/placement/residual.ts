// The shortcut of a residual block, which must be INT8 as well if convolution and addition are to be one INT8 kernel.
import { hasOneReader, nodeAt, producerOf, type Site } from './placement.ts';

/**
 * For every Add that takes the output of an INT8 convolution no one else reads: which of its inputs is the shortcut.
 * Where both come from such convolutions, the shorter way from the model's inputs is the shortcut (the projection),
 * and the longer one fuses with the addition.
 */
export function residualInputs(site: Site, quantized: ReadonlySet<number>): ReadonlyMap<number, number> {
  const depth = depths(site);
  const found = new Map<number, number>();
  site.graph.nodes.forEach((node, place) => {
    if (node.opType !== 'Add' || node.domain !== '' || node.inputs.length !== 2) return;
    if (node.inputs[0] === node.inputs[1] || node.inputs.some((input) => site.constants(input) !== undefined)) return;
    const main = [0, 1].filter((input) => isMain(site, quantized, node.inputs[input] ?? ''));
    if (main.length === 0) return;
    const deepest = main.reduce((best, input) => (depthOf(input) > depthOf(best) ? input : best));
    found.set(place, 1 - deepest);

    function depthOf(input: number): number {
      return depth(node.inputs[input] ?? '');
    }
  });
  return found;
}

function isMain(site: Site, quantized: ReadonlySet<number>, value: string): boolean {
  const producer = producerOf(site, value);
  return (
    producer !== undefined &&
    (producer.node.opType === 'Conv' || producer.node.opType === 'ConvTranspose') &&
    quantized.has(producer.place) &&
    hasOneReader(site, value)
  );
}

/** The number of nodes on the longest way from an input of the model to a value. */
function depths(site: Site): (value: string) => number {
  const depth = new Int32Array(site.graph.nodes.length);
  for (const place of site.index.topologicalOrder ?? []) {
    let longest = 0;
    for (const before of site.index.predecessors(place)) longest = Math.max(longest, depth[before] ?? 0);
    depth[place] = nodeAt(site, place).opType === 'Constant' ? 0 : longest + 1;
  }
  return (value) => depth[site.index.producer(value) ?? -1] ?? 0;
}
