// Lists that are empty more often than not: all empty ones are the same.

/** Frozen, so that nobody adds to the list of another. */
export const none: readonly never[] = Object.freeze([]);

/**
 * Adds to a list; where it is `none`, begins one. Short lists are as long as what is in them: a list that is pushed to
 * has room for a dozen more, and a large model has hundreds of thousands.
 */
export function append<Item>(list: readonly Item[], item: Item): readonly Item[] {
  switch (list.length) {
    case 0:
      return [item];
    case 1:
      return [list[0] as Item, item];
    case 2:
      return [list[0] as Item, list[1] as Item, item];
    case 3:
      return [list[0] as Item, list[1] as Item, list[2] as Item, item];
    default:
      // It was begun here and belongs to the message being read.
      (list as Item[]).push(item);
      return list;
  }
}
