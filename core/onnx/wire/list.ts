// Lists that are empty more often than not: all empty ones are the same.

/** Frozen, so that nobody adds to the list of another. */
export const none: readonly never[] = Object.freeze([]);

/** Adds to a list; where it is `none`, begins one. */
export function append<Item>(list: readonly Item[], item: Item): readonly Item[] {
  if (list === none) {
    return [item];
  }
  // A list that is not `none` was begun here and belongs to the message being read.
  (list as Item[]).push(item);
  return list;
}
