// Sizes of cards: what thousands of nodes say alike is put into words and measured once.
import type { Node } from '#core/onnx/model.ts';
import { itemKinds } from '../scene.ts';
import { type PackedCells, packCells, sizeAround, sizeCard } from './cardSize.ts';
import { type CardWords, displayName } from './describeCard.ts';
import type { WordedItems } from './foldScene.ts';
import type { Constant, Items } from './items.ts';
import type { OpenScope } from './scope.ts';

export type CardFacts = Pick<CardWords, 'title' | 'family'> & {
  readonly ports: number;
  readonly width: number;
  readonly height: number;
};

/** What is alike: reached by operator, attributes and the shapes of constants, one after the other. */
interface Alike {
  readonly next: Map<unknown, Alike>;
  said?: { readonly cells: PackedCells; readonly inside: readonly string[]; readonly family: CardWords['family'] };
}

/** Measures one card after the other; what it remembers goes with the function. */
export function cardMeasure({ graph }: OpenScope, { items, words }: WordedItems): (item: number) => CardFacts {
  const all: Alike = { next: new Map() };
  return (item) => {
    const ref = items.refs[item] as number;
    const node = itemKinds[items.kinds[item] as number] === 'operator' ? graph.nodes[ref] : undefined;
    if (!node) {
      const card = words(item);
      const { width, height } = sizeCard(card);
      return { title: card.title, family: card.family, ports: card.outputs.length, width, height };
    }
    const alike = alikeTo(all, node, items);
    if (!alike.said) {
      const { cells, inside, family } = words(item);
      alike.said = { cells: packCells(cells), inside, family };
    }
    const { cells, inside, family } = alike.said;
    const head = { kind: 'operator', title: node.opType, name: displayName(node), inside } as const;
    return { title: node.opType, family, ports: node.outputs.length, ...sizeAround(head, cells) };
  };
}

/** Attributes that say the same are mostly one object, as the file is read. */
function alikeTo(all: Alike, { domain, opType, overload, attributes, inputs }: Node, items: Items): Alike {
  let alike = step(step(step(all, opType), domain), overload);
  for (const attribute of attributes) alike = step(alike, attribute);
  for (let place = 0; place < inputs.length; place++) {
    const constant = items.constant(inputs[place] as string);
    if (constant) alike = constantStep(step(alike, place), constant);
  }
  return alike;
}

function constantStep(alike: Alike, constant: Constant): Alike {
  if (constant.kind === 'attribute') return step(alike, constant.node.attributes[0]);
  const dims = constant.kind === 'tensor' ? constant.tensor.dims : constant.dims;
  const type = constant.kind === 'tensor' ? constant.tensor.dataType : -1;
  return dims.reduce(step, step(step(alike, type), dims.length));
}

function step(alike: Alike, key: unknown): Alike {
  const known = alike.next.get(key);
  if (known) return known;
  const fresh: Alike = { next: new Map() };
  alike.next.set(key, fresh);
  return fresh;
}
