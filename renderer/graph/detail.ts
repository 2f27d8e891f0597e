// What the inspector tells of a node, a tensor and the whole model.
import type { Issue } from '#core/contract/issue.ts';
import type { OperatorFamily } from '#core/onnx/operatorFamily.ts';
import type { Scope, Step } from './scene.ts';

/** Something in the graph that can be gone to. */
export interface Link {
  /** -1 where it is in another graph. */
  readonly item: number;
  readonly label: string;
  /** There: at what makes `value`, or takes it in. */
  readonly elsewhere?: Elsewhere;
}

export interface Elsewhere {
  readonly scope: Scope;
  readonly value: string;
}

export interface NodeDetail {
  readonly kind: 'node';
  readonly item: number;
  readonly name: string;
  readonly operator: string;
  /** '' for the standard operators. */
  readonly domain: string;
  readonly family: OperatorFamily;
  /** The opset in which this form of the operator came; null where the operator is not known. */
  readonly since: number | null;
  readonly deprecated: boolean;
  readonly doc: string;
  readonly attributes: readonly AttributeDetail[];
  readonly inputs: readonly PortDetail[];
  readonly outputs: readonly PortDetail[];
  /** What its bodies take from the graph around them. */
  readonly taken: readonly PortDetail[];
  readonly inside: readonly { readonly step: Step; readonly label: string }[];
  /** Operations with the dimensions of `takenAsOne` as 1, and bytes of weights and outputs; null where shapes are not known. */
  readonly macs: number | null;
  readonly takenAsOne: readonly string[];
  /** Whether `macs` are multiply-accumulates, two operations in one, or plain operations. */
  readonly fused: boolean;
  readonly parameters: number;
  readonly weightBytes: number;
  readonly outputBytes: number | null;
  readonly metadata: readonly (readonly [string, string])[];
}

/** A folded group of nodes. */
export interface GroupDetail {
  readonly kind: 'group';
  readonly item: number;
  /** Its place in the tree of groups. */
  readonly group: number;
  readonly name: string;
  readonly path: string;
  /** How many occurrences of a repeated block it stands for. */
  readonly times: number;
  readonly nodes: number;
  readonly operators: ModelDetail['operators'];
  readonly inputs: readonly PortDetail[];
  readonly outputs: readonly PortDetail[];
  /** As in `NodeDetail`. */
  readonly macs: number | null;
  readonly takenAsOne: readonly string[];
  readonly parameters: number;
  readonly weightBytes: number;
}

export interface SavedFile {
  readonly name: string;
  readonly content: Blob;
}

/** Part of a model as a file, with its weights in a second one where they are many; what goes in and comes out of it. */
export interface ExtractedPart {
  readonly files: readonly SavedFile[];
  readonly nodes: number;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
}

export interface AttributeDetail {
  readonly name: string;
  readonly type: string;
  readonly text: string;
  /** It has the value that it would have without being written. */
  readonly usual: boolean;
}

export interface PortDetail {
  /** The schema's name of the parameter; '' where the operator is not known. */
  readonly label: string;
  readonly value: string;
  readonly type: string;
  readonly from: 'node' | 'input' | 'weight' | 'constant' | 'outside' | 'absent';
  /** Its elements, where they are few. */
  readonly text: string;
  /** For an input its producer, for an output its readers. */
  readonly links: readonly Link[];
}

export interface TensorDetail {
  readonly kind: 'tensor';
  readonly name: string;
  readonly type: string;
  /** Bytes of the elements; null where the shape is not known. */
  readonly bytes: number | null;
  readonly elements: number | null;
  readonly role: PortDetail['from'];
  /** Where a weight's elements are stored: "in the model", "weights.bin, from byte 64". */
  readonly place: string;
  readonly text: string;
  readonly producer: Link | null;
  readonly readers: readonly Link[];
  /** Whether the file holds its elements, so that statistics and a copy can be made. */
  readonly stored: boolean;
  readonly metadata: readonly (readonly [string, string])[];
}

export interface ModelDetail {
  readonly kind: 'model';
  readonly name: string;
  readonly ir: number;
  readonly opsets: readonly { readonly domain: string; readonly version: number }[];
  readonly producer: string;
  readonly domain: string;
  readonly version: number;
  readonly doc: string;
  readonly nodes: number;
  readonly initializers: number;
  readonly parameters: number;
  readonly weightBytes: number;
  readonly fileBytes: number;
  /** Multiply-accumulates of all nodes whose shapes are known, the dimensions of `takenAsOne` as 1. */
  readonly macs: number | null;
  /** The dynamic dimensions of the model's inputs. */
  readonly takenAsOne: readonly string[];
  readonly inputs: readonly { readonly name: string; readonly type: string }[];
  readonly outputs: readonly { readonly name: string; readonly type: string }[];
  readonly operators: readonly { readonly name: string; readonly family: OperatorFamily; readonly count: number }[];
  readonly functions: readonly string[];
  readonly issues: readonly LocatedIssue[];
  readonly metadata: readonly (readonly [string, string])[];
}

/** An issue with the item to go to; null where it is not of the main graph or of the whole model. */
export interface LocatedIssue extends Issue {
  readonly item: number | null;
}

export interface SearchHit {
  readonly kind: 'node' | 'operator' | 'tensor';
  readonly item: number;
  readonly label: string;
  /** What the label alone does not say: the operator of a node, the producer of a tensor. */
  readonly context: string;
  /** The part of the label that matched, from and to. */
  readonly match: readonly [number, number];
  /** For a tensor, its name, and the output of the item that it is; -1 for a weight, whose item reads it. */
  readonly value: string;
  readonly port: number;
}

export interface SearchResult {
  readonly hits: readonly SearchHit[];
  readonly total: number;
}
