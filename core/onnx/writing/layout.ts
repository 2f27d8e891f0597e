// Which weights of a model go where when it is written: into the file, beside it, or nowhere new.

import { subgraphs } from '../attribute.ts';
import { bitsPerElement } from '../dataType.ts';
import { isStripped } from '../messages/tensorData.ts';
import type { Graph, Model, Tensor } from '../model.ts';
import { tensorByteLength } from '../tensor.ts';
import type { WriteOptions } from '../writeOptions.ts';

export interface DataPlace {
  readonly offset: number;
  readonly length: number;
}

export interface Layout {
  readonly model: Model;
  readonly options: WriteOptions;
  /** The initializers that go into the data file, in its order. */
  readonly places: ReadonlyMap<Tensor, DataPlace>;
  /** Length of the data file. */
  readonly dataLength: number;
}

const smallestInData = 1024;

/** Large tensors begin on a page, so that a runtime can map them; small ones on a cache line. */
function alignment(length: number): number {
  return length >= 1 << 16 ? 4096 : 64;
}

export function layoutOf(model: Model, options: WriteOptions): Layout {
  const places = new Map<Tensor, DataPlace>();
  let end = 0;
  if (options.dataLocation !== undefined) {
    for (const tensor of initializers(model)) {
      if (!places.has(tensor) && goesToData(tensor, options)) {
        const length = tensorByteLength(tensor);
        const step = alignment(length);
        const offset = Math.ceil(end / step) * step;
        places.set(tensor, { offset, length });
        end = offset + length;
      }
    }
  }
  return { model, options, places, dataLength: end };
}

function goesToData(tensor: Tensor, options: WriteOptions): boolean {
  const { kind } = tensor.data;
  return (
    kind !== 'strings' &&
    (kind !== 'external' || options.external === 'inline') &&
    bitsPerElement(tensor.dataType) > 0 &&
    !isStripped(tensor) &&
    tensorByteLength(tensor) >= smallestInData
  );
}

/** The initializers of the graph and of every graph inside it, outermost first. */
export function* initializers(model: Model): Generator<Tensor> {
  yield* graphInitializers(model.graph);
}

function* graphInitializers(graph: Graph): Generator<Tensor> {
  yield* graph.initializers;
  for (const node of graph.nodes) {
    for (const inner of subgraphs(node)) {
      yield* graphInitializers(inner.graph);
    }
  }
}
