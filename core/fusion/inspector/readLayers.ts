// The layers of a built TensorRT engine, from its inspector's JSON, in the schemas of 8.6 to 10 and of 11.
import { z } from 'zod';
import { isCut, nodesInMetadata, nodesInName } from './layerNodes.ts';
import { parseLenientJson } from './lenientJson.ts';

export interface LayerTensor {
  readonly name: string;
  readonly dims: readonly number[];
  /** `FP32`, `FP16`, `INT8`, …; '' where the engine does not tell. */
  readonly type: string;
  /** How it lies in memory, in TensorRT's words. */
  readonly format: string;
}

export interface EngineLayer {
  readonly name: string;
  /** Such as `CaskConvolution`, `kgen`, `Reformat`. */
  readonly kind: string;
  readonly inputs: readonly LayerTensor[];
  readonly outputs: readonly LayerTensor[];
  /** ONNX nodes that it computes, in order; none for what TensorRT put in itself. */
  readonly nodes: readonly string[];
  /** Whether the metadata names them, only the layer's own name, or the structure of an optimized graph. */
  readonly namedBy: 'metadata' | 'name' | 'structure';
  /** Whether TensorRT cut the metadata: more nodes belong to the layer than are named. */
  readonly cut: boolean;
  /** The kernel; '' where none is named. */
  readonly tactic: string;
  /** Why a reformat is there: `REFORMAT` or `QDQ`; '' for other layers. */
  readonly origin: string;
  readonly stream: number;
}

export interface EngineLayers {
  readonly layers: readonly EngineLayer[];
  /** Names of the engine's inputs and outputs. */
  readonly bindings: readonly string[];
  /** False where the engine was built without detailed verbosity: names are all that is known then. */
  readonly detailed: boolean;
}

const text = z.string().catch('');
const tensorSchema = z.looseObject({
  Name: text,
  Dimensions: z.array(z.number()).catch([]),
  'Format/Datatype': text,
  Datatype: text,
  Format: text,
});
const tensors = z.array(tensorSchema).catch([]);
const layerSchema = z.looseObject({
  Name: text,
  LayerType: text,
  Inputs: tensors,
  Outputs: tensors,
  TacticName: text,
  Origin: text,
  StreamId: z.number().catch(0),
  Metadata: text,
});
const engineSchema = z.looseObject({
  Layers: z.array(z.union([z.string(), layerSchema])),
  Bindings: z.array(z.string()).catch([]),
  'I/O Tensors': z.array(z.looseObject({ Name: text })).catch([]),
});

/**
 * @param json as `IEngineInspector::getEngineInformation` gives it.
 * @param known node names of the model: to read layers' names by where metadata is missing, and to complete cut names.
 * @throws SyntaxError or ZodError where it is not an inspector's JSON.
 */
export function readLayers(json: string, known: ReadonlySet<string> = new Set()): EngineLayers {
  const engine = engineSchema.parse(parseLenientJson(json));
  const layers = engine.Layers.map((layer) =>
    typeof layer === 'string' ? named(layer, known) : detailed(layer, known),
  );
  const tensorNames = engine['I/O Tensors'].map(({ Name }) => Name);
  return {
    layers,
    bindings: engine.Bindings.length > 0 ? engine.Bindings : tensorNames,
    detailed: engine.Layers.every((layer) => typeof layer !== 'string'),
  };
}

function named(name: string, known: ReadonlySet<string>): EngineLayer {
  const none = { kind: '', inputs: [], outputs: [], tactic: '', origin: '', stream: 0 };
  return { ...none, name, nodes: nodesInName(name, known), namedBy: 'name', cut: false };
}

function detailed(layer: z.infer<typeof layerSchema>, known: ReadonlySet<string>): EngineLayer {
  const nodes = nodesInMetadata(layer.Metadata, known);
  return {
    name: layer.Name,
    kind: layer.LayerType,
    inputs: layer.Inputs.map(tensor),
    outputs: layer.Outputs.map(tensor),
    nodes: nodes.length > 0 ? nodes : nodesInName(layer.Name, known),
    namedBy: nodes.length > 0 ? 'metadata' : 'name',
    cut: isCut(layer.Metadata),
    tactic: layer.TacticName,
    origin: layer.Origin,
    stream: layer.StreamId,
  };
}

function tensor(one: z.infer<typeof tensorSchema>): LayerTensor {
  const format = one.Format || one['Format/Datatype'];
  return { name: one.Name, dims: one.Dimensions, type: typeIn(one.Datatype || one['Format/Datatype']), format };
}

const typeWords: readonly (readonly [RegExp, string])[] = [
  [/\b(BF16|BFloat16)\b/i, 'BF16'],
  [/\b(FP16|Half)\b/i, 'FP16'],
  [/\bFP8\b|Float8/i, 'FP8'],
  [/\bUINT8\b/i, 'UINT8'],
  [/\b(INT8|Int8)\b/i, 'INT8'],
  [/\bINT64\b/i, 'INT64'],
  [/\bINT32\b/i, 'INT32'],
  [/\bBOOL\b/i, 'BOOL'],
  [/\b(FP32|Float)\b/i, 'FP32'],
];

/** 10 writes `Row major linear FP32`, `Channel major FP16 format …` or, for Myelin's tensors, `Half`. */
function typeIn(words: string): string {
  return typeWords.find(([pattern]) => pattern.test(words))?.[1] ?? '';
}
