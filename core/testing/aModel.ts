// Models for tests, from as few words as possible.
import { makeGraph } from '#core/onnx/makeNode.ts';
import type { Graph, LocalFunction, Model, Tensor, ValueInfo } from '#core/onnx/model.ts';
import { memorySource } from '#core/onnx/source.ts';
import { aNode, type NodeLine } from './aNode.ts';
import { aTensor } from './aTensor.ts';
import { aType } from './typeText.ts';

export interface GraphWords {
  readonly name?: string;
  readonly nodes?: readonly NodeLine[];
  /** Names and types: `{ x: 'float32[batch,3,8,8]' }`. */
  readonly inputs?: Readonly<Record<string, string>>;
  readonly outputs?: Readonly<Record<string, string>>;
  readonly values?: Readonly<Record<string, string>>;
  /** A type with made-up values, a type with values, or the tensor itself. */
  readonly initializers?: Readonly<
    Record<string, string | readonly [type: string, values: readonly number[]] | Tensor>
  >;
}

export interface ModelWords extends GraphWords {
  readonly opset?: number;
  readonly irVersion?: number;
  readonly functions?: readonly LocalFunction[];
  readonly opsets?: Readonly<Record<string, number>>;
}

/** A graph, as a subgraph of an attribute is one. */
export function aGraph(words: GraphWords): Graph {
  return makeGraph({
    name: words.name ?? 'test',
    nodes: (words.nodes ?? []).map(aNode),
    inputs: values(words.inputs),
    outputs: values(words.outputs),
    values: values(words.values),
    initializers: Object.entries(words.initializers ?? {}).map(([name, form]) => initializer(name, form)),
  });
}

/** A model of opset 17 and IR version 8 where nothing else is said; `opsets` adds other domains. */
export function aModel(words: ModelWords): Model {
  return {
    irVersion: words.irVersion ?? 8,
    producerName: 'lathe tests',
    producerVersion: '',
    domain: '',
    modelVersion: 0,
    docString: '',
    opsets: [
      { domain: '', version: words.opset ?? 17 },
      ...Object.entries(words.opsets ?? {}).map(([domain, version]) => ({ domain, version })),
    ],
    graph: aGraph(words),
    functions: words.functions ?? [],
    metadata: [],
    source: memorySource(new Uint8Array()),
  };
}

function values(types: Readonly<Record<string, string>> | undefined): readonly ValueInfo[] {
  return Object.entries(types ?? {}).map(([name, type]) => ({ name, type: aType(type), docString: '', metadata: [] }));
}

function initializer(name: string, form: string | readonly [string, readonly number[]] | Tensor): Tensor {
  if (typeof form === 'string') {
    return aTensor(name, form);
  }
  return 'dims' in form ? form : aTensor(name, form[0], form[1]);
}
