// Values inside If, Loop and Scan given out into the main graph, where a model can have them as outputs.
import type { ShapeTable } from '#core/graph/shapes/shapeTable.ts';
import { subgraphs } from '#core/onnx/attribute.ts';
import { DataType } from '#core/onnx/dataType.ts';
import type { Graph, Model, Node } from '#core/onnx/model.ts';
import { type FreshName, freshNames } from '../freshNames.ts';
import { type GraphLevel, isControl, levelInside, mainLevel } from '../graphLevels.ts';
import { definedIn } from '../uniqueValues.ts';
import { crossIf } from './crossIf.ts';
import type { Crossed, Crossing, Given } from './crossing.ts';
import { crossLoop } from './crossLoop.ts';
import { crossScan } from './crossScan.ts';

export interface Lifted {
  readonly model: Model;
  /** The value of the main graph that holds all that a value was in a run, a vector, by the value's name. */
  readonly names: ReadonlyMap<string, string>;
}

/**
 * A branch gives an empty vector for what only the other one computes; a loop gathers what each turn gives; a scan puts
 * it side by side, which needs the same shape in every step. Values that nothing of this reaches are left out.
 *
 * @param prepared with a name of its own for each value, opset 13 or newer.
 */
export function liftValues(prepared: Model, values: readonly string[], shapes: ShapeTable): Lifted {
  const run = { wanted: new Set(values), names: freshNames(prepared), shapes };
  const { graph, given } = liftInto(mainLevel(prepared.graph), run);
  return { model: { ...prepared, graph }, names: given };
}

interface Run {
  readonly wanted: ReadonlySet<string>;
  readonly names: FreshName;
  readonly shapes: ShapeTable;
}

function liftInto(level: GraphLevel, run: Run): { readonly graph: Graph; readonly given: Given } {
  const given = new Map<string, string>();
  const nodes: Node[] = [];
  for (const node of level.graph.nodes) {
    const crossed = isControl(node) ? cross(level, node, run) : { nodes: [node], given: new Map<string, string>() };
    nodes.push(...crossed.nodes);
    for (const [value, name] of crossed.given) given.set(value, name);
  }
  return { graph: given.size === 0 ? level.graph : { ...level.graph, nodes }, given };
}

function cross(level: GraphLevel, node: Node, run: Run): Crossed {
  const paths = new Map<string, string>();
  const bodies = subgraphs(node).map(({ name, graph }) => {
    const inside = levelInside(level, node, name, graph);
    paths.set(name, inside.path);
    const lifted = liftInto(inside, run);
    const isFloat = (value: string) => run.shapes.tensor(value, inside.path)?.elementType === DataType.float32;
    const own = definedIn(graph).filter((value) => run.wanted.has(value) && isFloat(value));
    const given = new Map([...own.map((value) => [value, value] as const), ...lifted.given]);
    return { attribute: name, graph: lifted.graph, given };
  });
  if (bodies.every(({ given }) => given.size === 0)) return { nodes: [node], given: new Map() };
  const crossing: Crossing = {
    node,
    bodies,
    names: run.names,
    isFixed: (attribute, value) =>
      run.shapes.tensor(value, paths.get(attribute))?.shape?.every((size) => typeof size === 'number') === true,
  };
  if (node.opType === 'If') return crossIf(crossing);
  return node.opType === 'Loop' ? crossLoop(crossing) : crossScan(crossing);
}
