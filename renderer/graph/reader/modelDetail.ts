// What the inspector tells of the model as a whole.
import type { Issue } from '#core/contract/issue.ts';
import { checkModel } from '#core/graph/check.ts';
import { graphMacs } from '#core/graph/flops.ts';
import type { ShapeTable } from '#core/graph/shapes/shapeTable.ts';
import { summarize } from '#core/graph/summary.ts';
import type { Graph } from '#core/onnx/model.ts';
import { operatorFamily } from '#core/onnx/operatorFamily.ts';
import type { LocatedIssue, ModelDetail } from '../detail.ts';
import type { BuiltScene } from './buildScene.ts';
import { externalSizes } from './externalSizes.ts';
import { type Home, typesOf } from './home.ts';
import { nodePlaces } from './nodePlaces.ts';
import { pauses } from './pause.ts';
import { dynamicDimensions } from './sizedShapes.ts';
import { typeLabel } from './typeText.ts';

interface Asked {
  readonly name: string;
  readonly fileBytes: number;
  readonly target: string;
  /** Shapes as inferred; undefined while they are not known yet. */
  readonly shapes: ShapeTable | undefined;
  /** Shapes with dynamic dimensions taken as 1, for costs. */
  readonly sized: ShapeTable | undefined;
}

export async function modelDetail(built: BuiltScene, home: Home, asked: Asked): Promise<ModelDetail> {
  const { model } = home;
  const { shapes, sized } = asked;
  const issues = shapes ? await issuesOf(built, home, shapes, asked.target) : [];
  const { graph } = model;
  const typeOf = typesOf(built.open, shapes);
  const port = ({ name }: { readonly name: string }) => ({ name, type: typeLabel(typeOf(name)) });
  const summary = summarize(model, shapes ?? noShapes, [], built.index);
  return {
    ...summary,
    kind: 'model',
    name: asked.name,
    domain: model.domain,
    version: model.modelVersion,
    doc: model.docString || graph.docString,
    fileBytes: asked.fileBytes,
    macs: sized ? await macsOf(graph, sized) : null,
    takenAsOne: dynamicDimensions(home),
    inputs: built.index.inputs.map(port),
    outputs: graph.outputs.map(port),
    operators: Object.entries(summary.operators).map(([name, count]) => {
      const dot = name.lastIndexOf('.');
      return { name, family: operatorFamily(name.slice(dot + 1), name.slice(0, Math.max(0, dot))), count };
    }),
    functions: model.functions.map(({ name }) => name),
    issues,
    metadata: model.metadata.map(({ key, value }) => [key, value] as const),
  };
}

/** The issues in the order of the check, each with the card of the node that it names. */
async function issuesOf(
  built: BuiltScene,
  home: Home,
  shapes: ShapeTable,
  target: string,
): Promise<readonly LocatedIssue[]> {
  const issues = await checked(built, home, shapes, target);
  const places = nodePlaces(built);
  return issues.map((issue) => {
    const place = issue.node === null ? undefined : places.get(issue.node);
    const item = place === undefined ? -1 : (built.scene.itemOf[place] ?? -1);
    return { ...issue, item: item < 0 ? null : item };
  });
}

interface Known {
  readonly issues: Map<string, Promise<readonly Issue[]>>;
  macs?: Promise<number>;
}

/** What takes long and changes with the shapes alone: the model is told of again whenever nothing is selected any more. */
const known = new WeakMap<ShapeTable, Known>();

function knownOf(shapes: ShapeTable): Known {
  const found = known.get(shapes) ?? { issues: new Map() };
  known.set(shapes, found);
  return found;
}

function macsOf(graph: Graph, sized: ShapeTable): Promise<number> {
  const found = knownOf(sized);
  found.macs ??= graphMacs(graph, sized, pauses());
  return found.macs;
}

function checked(built: BuiltScene, home: Home, shapes: ShapeTable, target: string): Promise<readonly Issue[]> {
  const { issues } = knownOf(shapes);
  const found = issues.get(target) ?? check(built, home, shapes, target);
  issues.set(target, found);
  // What failed is tried again.
  found.catch(() => issues.delete(target));
  return found;
}

async function check(
  { index }: BuiltScene,
  { model, openExternal }: Home,
  shapes: ShapeTable,
  target: string,
): Promise<readonly Issue[]> {
  const sizes = await externalSizes(model, openExternal);
  const externalFiles = (location: string) => sizes.get(location);
  return checkModel(model, shapes, { target, externalFiles, index, pause: pauses() });
}

const noShapes: ShapeTable = {
  graphs: new Map(),
  conflicts: [],
  tensor: () => undefined,
  type: () => undefined,
  elements: () => undefined,
};
