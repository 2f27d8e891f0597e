// What the nodes of one graph see: names with their facts, opsets, and the call that the graph belongs to.
import type { Attribute, Graph, LocalFunction, Model, Type, ValueInfo } from '#core/onnx/model.ts';
import { declaredType, mergeTypes } from './declaredType.ts';
import type { Fact } from './fact.ts';

/** Names visible in a graph: its own, then those of the graphs around it. */
export interface Scope {
  readonly path: string;
  readonly facts: Map<string, Fact>;
  readonly declared: ReadonlyMap<string, Type>;
  readonly opsets: ReadonlyMap<string, number>;
  readonly around: Scope | undefined;
  /** The call that the graph belongs to; undefined outside functions. */
  readonly call: Call | undefined;
}

export interface Call {
  readonly called: LocalFunction;
  readonly attributes: ReadonlyMap<string, Attribute>;
  readonly from: Call | undefined;
}

type Dimensions = ReadonlyMap<string, number>;

/** The main graph with its inputs' types; `inputShapes` stand in for declared shapes. */
export function mainScope(
  model: Model,
  dimensions: Dimensions,
  inputShapes: ReadonlyMap<string, readonly number[]>,
): Scope {
  const { inputs, values, outputs } = model.graph;
  const facts = new Map<string, Fact>();
  for (const { name, type } of inputs) {
    const given = inputShapes.get(name);
    const declared = type && declaredType(type, dimensions);
    const replaced: Type | undefined = declared?.kind === 'tensor' && given ? { ...declared, shape: given } : declared;
    if (replaced) facts.set(name, { type: replaced });
  }
  return {
    path: '',
    facts,
    declared: declaredTypes([...values, ...outputs], dimensions),
    opsets: opsetsOf(model.opsets),
    around: undefined,
    call: undefined,
  };
}

/** A body with what its node feeds it; a declared type fills what the node leaves open. */
export function bodyScope(
  body: Graph,
  path: string,
  around: Scope,
  inputs: readonly (Fact | undefined)[],
  dimensions: Dimensions,
): Scope {
  const facts = new Map<string, Fact>();
  body.inputs.forEach(({ name, type: stated }, index) => {
    const fact = inputs[index];
    const type = mergeTypes(fact?.type, stated && declaredType(stated, dimensions), () => undefined);
    if (type) facts.set(name, { type, elements: fact?.elements });
  });
  return { ...around, path, facts, declared: declaredTypes([...body.values, ...body.outputs], dimensions), around };
}

export function findFact(name: string, scope: Scope): Fact | undefined {
  for (let at: Scope | undefined = scope; at; at = at.around) {
    const fact = at.facts.get(name);
    if (fact) return fact;
  }
  return undefined;
}

/** A function that calls itself, directly or through others, is not valid ONNX: its outputs stay unknown. */
export function isRunning(called: LocalFunction, from: Call | undefined): boolean {
  for (let at = from; at; at = at.from) if (at.called === called) return true;
  return false;
}

export function callKey(domain: string, name: string, overload: string): string {
  return `${domain}\n${name}\n${overload}`;
}

export function opsetsOf(opsets: Model['opsets']): Map<string, number> {
  return new Map(opsets.map(({ domain, version }) => [domain, version]));
}

export function declaredTypes(
  values: readonly ValueInfo[],
  dimensions: ReadonlyMap<string, number>,
): Map<string, Type> {
  const types = new Map<string, Type>();
  for (const { name, type } of values) if (type) types.set(name, declaredType(type, dimensions));
  return types;
}
