// What the inspector tells of the model as a whole.
import { checkModel } from '#core/graph/check.ts';
import { graphCost } from '#core/graph/flops.ts';
import type { ShapeTable } from '#core/graph/shapes/shapeTable.ts';
import { summarize } from '#core/graph/summary.ts';
import { operatorFamily } from '#core/onnx/operatorFamily.ts';
import type { LocatedIssue, ModelDetail } from '../detail.ts';
import type { BuiltScene } from './buildScene.ts';
import { externalSizes } from './externalSizes.ts';
import { type Home, typesOf } from './home.ts';
import { nodePlaces } from './nodePlaces.ts';
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
  const summary = summarize(model, shapes ?? noShapes, []);
  return {
    ...summary,
    kind: 'model',
    name: asked.name,
    domain: model.domain,
    version: model.modelVersion,
    doc: model.docString || graph.docString,
    fileBytes: asked.fileBytes,
    macs: sized ? graphCost(graph, built.index, sized).macs : null,
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
  { model, openExternal }: Home,
  shapes: ShapeTable,
  target: string,
): Promise<readonly LocatedIssue[]> {
  const sizes = await externalSizes(model, openExternal);
  const issues = await checkModel(model, shapes, { target, externalFiles: (location) => sizes.get(location) });
  const places = nodePlaces(built);
  return issues.map((issue) => {
    const place = issue.node === null ? undefined : places.get(issue.node);
    const item = place === undefined ? -1 : (built.scene.itemOf[place] ?? -1);
    return { ...issue, item: item < 0 ? null : item };
  });
}

const noShapes: ShapeTable = {
  graphs: new Map(),
  conflicts: [],
  tensor: () => undefined,
  type: () => undefined,
  elements: () => undefined,
};
