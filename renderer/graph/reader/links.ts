// From a value to the items that make and read it.
import type { Link } from '../detail.ts';
import type { BuiltScene } from './buildScene.ts';

export function linkTo({ words }: BuiltScene, item: number): Link {
  const { title, name } = words(item);
  return { item, label: name === '' ? title : `${title} ${name}` };
}

/** The item that gives the value out; undefined for weights and unknown names. */
export function producerOf(built: BuiltScene, value: string): number | undefined {
  const input = built.items.inputItem.get(value);
  if (input !== undefined) return input;
  const node = built.index.producer(value);
  const item = node === undefined ? undefined : built.scene.itemOf[node];
  return item === undefined || item === -1 ? undefined : item;
}

/** The items that read the value, graph outputs included, in order and each once. */
export function readersOf({ index, open, scene, items }: BuiltScene, value: string): readonly number[] {
  const found = new Set<number>();
  for (const node of index.consumers(value)) {
    const item = scene.itemOf[node];
    if (item !== undefined && item !== -1) found.add(item);
  }
  open.graph.outputs.forEach(({ name }, place) => {
    if (name === value) found.add(items.count - open.graph.outputs.length + place);
  });
  return [...found];
}
