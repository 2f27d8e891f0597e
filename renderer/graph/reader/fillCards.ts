// The cards of a window: the words of the scene, with what only a read of the file or shape inference tells.
import { dataTypeName } from '#core/onnx/dataType.ts';
import type { Type } from '#core/onnx/model.ts';
import type { Card, Cell, OutputLabel } from '../scene.ts';
import { type BuiltScene, portOffset } from './buildScene.ts';
import { sizeCard } from './cardSize.ts';
import { isTold } from './describeCard.ts';
import { elementsText } from './elementsText.ts';
import type { Home, TypeOf } from './home.ts';
import { insideOf } from './scope.ts';
import { shapeLabel } from './typeText.ts';

export async function fillCards(
  built: BuiltScene,
  home: Home,
  typeOf: TypeOf,
  wanted: Int32Array,
): Promise<readonly Card[]> {
  // A graph that was folded meanwhile may have fewer items than the window knows of.
  const present = Array.from(wanted).filter((item) => item < built.items.count);
  return Promise.all(present.map((item) => fillCard(built, home, typeOf, item)));
}

async function fillCard(built: BuiltScene, home: Home, typeOf: TypeOf, item: number): Promise<Card> {
  if (item < 0 || item >= built.items.count) throw new Error(`The graph has no item ${item}.`);
  const words = built.words(item);
  const size = sizeCard(words);
  const rows = await Promise.all(size.rows.map((row) => Promise.all(row.map((cell) => fillCell(built, home, cell)))));
  const node = words.kind === 'operator' ? built.open.graph.nodes[built.scene.refs[item] ?? 0] : undefined;
  return {
    item,
    kind: words.kind,
    title: words.title,
    name: words.name,
    family: words.family,
    rows,
    outputs: labelOutputs(words.outputs, typeOf, size.width, (port, usual) => leavesAt(built, item, port, usual)),
    inside: node ? insideOf(home.model, node, built.scene.refs[item] ?? 0) : [],
  };
}

/** A small constant is told by its elements, which say more than its shape. */
async function fillCell(built: BuiltScene, home: Home, cell: Cell): Promise<Cell> {
  const constant = cell.value === '' ? undefined : built.items.constant(cell.value);
  if (constant?.kind !== 'tensor' || !isTold(constant)) return cell;
  try {
    return { ...cell, text: await elementsText(constant.tensor, home) };
  } catch {
    // Data that cannot be read is told of where it is asked for: in the inspector.
    return cell;
  }
}

const letter = 6.3;
const gap = 10;

/** A label may be a little wider than its card; those of several ports must stand side by side. */
function labelOutputs(
  values: readonly string[],
  typeOf: TypeOf,
  width: number,
  leaves: (port: number, usual: number) => number | null,
): readonly OutputLabel[] {
  const several = values.length > 1;
  return values.map((value, port) => {
    const usual = portOffset(values.length, port, width);
    // The label stands on its edge, wherever that leaves.
    const offset = leaves(port, usual);
    const text = value === '' || offset === null ? '' : edgeLabel(typeOf(value));
    const room = several ? portOffset(values.length, 1, width) - portOffset(values.length, 0, width) - 4 : width + 24;
    return { value, text: text.length * letter + gap <= room ? text : '', offset: offset ?? usual };
  });
}

function edgeLabel(type: Type | undefined): string {
  if (type?.kind !== 'tensor' && type?.kind !== 'sparseTensor') return type?.kind ?? '';
  return type.shape ? shapeLabel(type.shape) : dataTypeName(type.elementType);
}

/** Where the edges of a port leave, in pixels right of the card's middle: the one nearest to `usual`; null without any. */
function leavesAt({ outgoing, scene }: BuiltScene, item: number, port: number, usual: number): number | null {
  const middle = (scene.x[item] ?? 0) + (scene.widths[item] ?? 0) / 2;
  let nearest: number | null = null;
  for (let place = outgoing.starts[item] as number; place < (outgoing.starts[item + 1] as number); place++) {
    const edge = outgoing.edges[place] as number;
    if (scene.ports[edge] !== port) continue;
    const offset = (scene.points[2 * (scene.pointStarts[edge] ?? 0)] ?? middle) - middle;
    if (nearest === null || Math.abs(offset - usual) < Math.abs(nearest - usual)) nearest = offset;
  }
  return nearest;
}
