// What a check is given: the model, graph by graph, and what is asked of it.
import type { Issue } from '#core/contract/issue.ts';
import type { Profile } from '#core/contract/recipe.ts';
import { subgraphs } from '#core/onnx/attribute.ts';
import type { Graph, Model, Node } from '#core/onnx/model.ts';
import type { OpenExternal } from '#core/onnx/source.ts';
import { type GraphIndex, indexGraph, nodeName } from '../graphIndex.ts';
import { functionGraph } from '../shapes/functionCall.ts';
import { type ShapeTable, subgraphPath } from '../shapes/shapeTable.ts';
import type { CheckedTarget } from './target.ts';

export interface CheckOptions {
  /** `onnxruntime`, `tensorrt@10.6`, `tensorrt-rtx@1.7`, … */
  readonly target: string;
  /** The size in bytes of a file beside the model, undefined where it is absent. Without this, files are not looked for. */
  readonly externalFiles?: (location: string) => number | undefined;
  /** Shapes that the recipe gives dynamic inputs, by input name. */
  readonly profile?: Readonly<Record<string, Profile>>;
  /** Looks for NaN and infinity in all weights: reads all of them. */
  readonly readWeights?: boolean;
  readonly openExternal?: OpenExternal;
  /** Of the main graph, where it is there already. */
  readonly index?: GraphIndex;
  /** Awaited every few milliseconds, so that whoever asks something meanwhile is answered. */
  readonly pause?: () => Promise<void>;
}

export interface CheckContext {
  readonly model: Model;
  readonly shapes: ShapeTable;
  readonly options: CheckOptions;
  readonly target: CheckedTarget;
  readonly graphs: readonly CheckedGraph[];
}

/** One graph of the model: the main one first, then every body and every local function. */
export interface CheckedGraph {
  readonly kind: 'main' | 'body' | 'function';
  readonly graph: Graph;
  readonly index: GraphIndex;
  /** Its place in the shape table; undefined for functions, whose shapes depend on the call. */
  readonly path: string | undefined;
  readonly opsets: ReadonlyMap<string, number>;
  /** The graph whose values a body sees. */
  readonly around: CheckedGraph | undefined;
  /** A local function's inputs, which have no types. */
  readonly parameters: readonly string[];
}

/** A clause without a full stop as message, so that findings of one kind can be joined and counted. */
export interface Finding extends Issue {
  /** Findings with the same kind are shown as one; without one, each stands alone. */
  readonly kind?: string;
}

/** What a check finds, in turn; null where it has found nothing for a while, so that others get a turn. */
export type Findings = Iterable<Finding | null>;

/** Nodes from one such turn to the next. */
export const turnEvery = 2_000;

export function checkedGraphs(model: Model, known?: GraphIndex): readonly CheckedGraph[] {
  const found: CheckedGraph[] = [];
  const add = (checked: Omit<CheckedGraph, 'index'>) => {
    const index = checked.graph === model.graph ? known : undefined;
    const entry = { ...checked, index: index ?? indexGraph(checked.graph) };
    found.push(entry);
    return entry;
  };
  const opsets = opsetsOf(model.opsets);
  add({ kind: 'main', graph: model.graph, path: '', opsets, around: undefined, parameters: [] });
  for (const local of model.functions) {
    const own = local.opsets.length > 0 ? opsetsOf(local.opsets) : opsets;
    const graph = functionGraph(local);
    add({ kind: 'function', graph, path: undefined, opsets: own, around: undefined, parameters: local.inputs });
  }
  // The list grows while it is walked: bodies lie in bodies.
  for (let place = 0; place < found.length; place++) {
    const around = found[place];
    for (const node of around?.graph.nodes ?? []) {
      for (const { name, graph } of node.attributes.length > 0 ? subgraphs(node) : []) {
        if (!around) continue;
        const path = around.path === undefined ? undefined : subgraphPath(around.path, nodeName(node), name);
        add({ kind: 'body', graph, path, opsets: around.opsets, around, parameters: [] });
      }
    }
  }
  return found;
}

function opsetsOf(opsets: Model['opsets']): ReadonlyMap<string, number> {
  return new Map(opsets.map(({ domain, version }) => [domain, version]));
}

/** Every node with the graph that it is in. */
export function* checkedNodes(context: CheckContext): Iterable<{ readonly in: CheckedGraph; readonly node: Node }> {
  for (const checked of context.graphs) for (const node of checked.graph.nodes) yield { in: checked, node };
}

/** Such as `Conv node 'stem/conv'`, with the domain where it is not the standard one. */
export function nodeText(node: Node): string {
  const operator = node.domain === '' ? node.opType : `${node.domain}.${node.opType}`;
  return `${operator} node '${nodeName(node)}'`;
}

/** The name that a person knows the standard domain by. */
export function domainText(domain: string): string {
  return domain === '' ? 'ai.onnx' : domain;
}
