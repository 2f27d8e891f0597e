// The ONNX model as Lathe holds it: structure as objects, weights only as places in a file.
import type { ByteSource } from './source.ts';

export interface Model {
  readonly irVersion: number;
  readonly producerName: string;
  readonly producerVersion: string;
  readonly domain: string;
  readonly modelVersion: number;
  readonly docString: string;
  readonly opsets: readonly OpsetImport[];
  readonly graph: Graph;
  readonly functions: readonly LocalFunction[];
  readonly metadata: readonly MetadataEntry[];
  /** Where tensors of kind `file` are read from. */
  readonly source: ByteSource;
  /** Fields that Lathe does not interpret (training_info, device configurations): tag and value, as they stand in `source`. */
  readonly unread?: readonly FieldPiece[];
}

/** `domain` is '' for the standard operators (a file may also say 'ai.onnx'; the reader makes that ''). */
export interface OpsetImport {
  readonly domain: string;
  readonly version: number;
}

export interface MetadataEntry {
  readonly key: string;
  readonly value: string;
}

export interface Graph {
  readonly name: string;
  readonly docString: string;
  readonly nodes: readonly Node[];
  readonly initializers: readonly Tensor[];
  readonly sparseInitializers: readonly SparseTensor[];
  /** In IR version 3 the initializers are inputs too; `core/graph/index` tells the real inputs. */
  readonly inputs: readonly ValueInfo[];
  readonly outputs: readonly ValueInfo[];
  readonly values: readonly ValueInfo[];
  readonly quantization: readonly TensorAnnotation[];
  readonly metadata: readonly MetadataEntry[];
}

export interface LocalFunction {
  readonly name: string;
  readonly domain: string;
  readonly overload: string;
  readonly docString: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: readonly string[];
  readonly attributeDefaults: readonly Attribute[];
  readonly nodes: readonly Node[];
  readonly opsets: readonly OpsetImport[];
  readonly values: readonly ValueInfo[];
  readonly metadata: readonly MetadataEntry[];
}

/** An absent optional input or output is the empty string, as in the file. */
export interface Node {
  readonly name: string;
  readonly opType: string;
  readonly domain: string;
  readonly overload: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: readonly Attribute[];
  readonly docString: string;
  readonly metadata: readonly MetadataEntry[];
  /** Fields that Lathe does not interpret (device configurations): tag and value, as they stand in `Model.source`. */
  readonly unread?: readonly FieldPiece[];
}

export type AttributeValue =
  | { readonly type: 'float'; readonly value: number }
  | { readonly type: 'int'; readonly value: bigint }
  /** The bytes as they stand; text is decoded when shown. */
  | { readonly type: 'string'; readonly value: Uint8Array }
  | { readonly type: 'tensor'; readonly value: Tensor }
  | { readonly type: 'graph'; readonly value: Graph }
  | { readonly type: 'sparseTensor'; readonly value: SparseTensor }
  | { readonly type: 'type'; readonly value: Type }
  | { readonly type: 'floats'; readonly value: Float32Array }
  | { readonly type: 'ints'; readonly value: BigInt64Array }
  | { readonly type: 'strings'; readonly value: readonly Uint8Array[] }
  | { readonly type: 'tensors'; readonly value: readonly Tensor[] }
  | { readonly type: 'graphs'; readonly value: readonly Graph[] }
  | { readonly type: 'sparseTensors'; readonly value: readonly SparseTensor[] }
  | { readonly type: 'types'; readonly value: readonly Type[] };

export type Attribute = AttributeValue & {
  readonly name: string;
  readonly docString: string;
  /** Inside a local function: the function's attribute that this one stands for ('' elsewhere). */
  readonly refAttrName: string;
};

/** Dimensions of weights are plain numbers. */
export interface Tensor {
  readonly name: string;
  /** A code of `core/onnx/dataType`. */
  readonly dataType: number;
  readonly dims: readonly number[];
  readonly data: TensorData;
  readonly docString: string;
  readonly metadata: readonly MetadataEntry[];
}

export type TensorData =
  /** `raw_data`, little-endian, at this place of `Model.source`. */
  | { readonly kind: 'file'; readonly offset: number; readonly length: number }
  /** A typed repeated field (`float_data`, `int32_data`, …): its wire pieces in `Model.source`, decoded on demand. */
  | { readonly kind: 'field'; readonly field: TypedField; readonly pieces: readonly FieldPiece[] }
  /** Made by a rewrite: little-endian bytes as `raw_data` holds them. */
  | { readonly kind: 'memory'; readonly bytes: Uint8Array }
  /** Strings of a string tensor. */
  | { readonly kind: 'strings'; readonly values: readonly Uint8Array[] }
  /** In another file beside the model; `length` -1 means up to its end. */
  | {
      readonly kind: 'external';
      readonly location: string;
      readonly offset: number;
      readonly length: number;
      readonly checksum?: string;
    };

export type TypedField = 'float_data' | 'int32_data' | 'int64_data' | 'double_data' | 'uint64_data';

/** The payload of one packed field, or one element's own bytes without its tag; put together the pieces are one packed payload. */
export interface FieldPiece {
  readonly offset: number;
  readonly length: number;
}

export interface SparseTensor {
  readonly values: Tensor;
  readonly indices: Tensor;
  readonly dims: readonly number[];
}

export interface ValueInfo {
  readonly name: string;
  readonly type: Type | undefined;
  readonly docString: string;
  readonly metadata: readonly MetadataEntry[];
}

export type Type = TypeKind & {
  /** What the value stands for ('IMAGE', 'AUDIO', …), where the file says so. */
  readonly denotation?: string;
};

/** `denotations`: what each dimension stands for ('DATA_BATCH', …, '' unsaid), where the file says so. */
export type TypeKind =
  | {
      readonly kind: 'tensor' | 'sparseTensor';
      readonly elementType: number;
      readonly shape: Shape | undefined;
      readonly denotations?: readonly string[];
    }
  | { readonly kind: 'sequence'; readonly element: Type }
  | { readonly kind: 'optional'; readonly element: Type }
  | { readonly kind: 'map'; readonly keyType: number; readonly value: Type }
  | { readonly kind: 'opaque'; readonly domain: string; readonly name: string };

/** A number is a known dimension, a string the name of a dynamic one, `undefined` one that nothing is known of. */
export type Dimension = number | string | undefined;
export type Shape = readonly Dimension[];

export interface TensorAnnotation {
  readonly tensorName: string;
  readonly parameters: readonly MetadataEntry[];
}
