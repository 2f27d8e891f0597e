// Names by how they begin or end, for names that TensorRT has cut: found without looking at all of them each time.

interface Sorted {
  /** By code units; the second backwards, each name too. */
  readonly forwards: readonly string[];
  readonly backwards: readonly string[];
}

const sorted = new WeakMap<ReadonlySet<string>, Sorted>();

/** The one name that begins with the piece; undefined where none or several do. */
export function onlyStartingWith(piece: string, known: ReadonlySet<string>): string | undefined {
  return only(piece, sortedNames(known).forwards);
}

/** The one name that ends with the piece; undefined where none or several do. */
export function onlyEndingWith(piece: string, known: ReadonlySet<string>): string | undefined {
  const found = only(backwards(piece), sortedNames(known).backwards);
  return found === undefined ? undefined : backwards(found);
}

function sortedNames(known: ReadonlySet<string>): Sorted {
  const before = sorted.get(known);
  if (before) return before;
  const names = { forwards: [...known].sort(), backwards: [...known].map(backwards).sort() };
  sorted.set(known, names);
  return names;
}

function only(piece: string, names: readonly string[]): string | undefined {
  let [low, high] = [0, names.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((names[middle] ?? '') < piece) low = middle + 1;
    else high = middle;
  }
  const [first, second] = [names[low], names[low + 1]];
  return first?.startsWith(piece) && !second?.startsWith(piece) ? first : undefined;
}

/** By code units, so that every string comes back as it was. */
function backwards(name: string): string {
  let result = '';
  for (let at = name.length - 1; at >= 0; at -= 1) result += name.charAt(at);
  return result;
}
