// Which ONNX nodes a layer of a TensorRT engine computes, from its metadata, or else from its name.
import { onlyEndingWith, onlyStartingWith } from './nameEnds.ts';

/** Fusions join entries with these: Cask layers with the record separator, Myelin's with the unit separator. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are the format.
const separators = /[\x1e\x1f]/;
const entry = '[ONNX Layer: ';
/** What TensorRT leaves where it cuts the middle out of metadata longer than 4000 characters. */
const cut = ' ... ';

const noNames: ReadonlySet<string> = new Set();

/**
 * Node names from a layer's metadata, each once, in order. A node of a local function is followed by ` | ` and the
 * nodes that call it: of these the one that the model's own graph knows counts, else the first. A name that was cut is
 * completed where exactly one known name fits, and left out otherwise.
 */
export function nodesInMetadata(metadata: string, known: ReadonlySet<string> = noNames): readonly string[] {
  const parts = metadata.split(separators).flatMap((part) => part.split(`]${entry}`));
  const names = parts.flatMap((part, place) => {
    const start = part.startsWith(entry) ? part.slice(entry.length) : part;
    // The split at `][ONNX Layer: ` has taken the bracket of every part but the last.
    const whole = start.endsWith(']') ? start.slice(0, -1) : start;
    if (known.has(whole)) return [whole];
    if (known.has(start)) return [start];
    if (part.includes(cut)) return aroundCut(part, known);
    if (place === 0 && part.startsWith('... ')) return endingWith(part.slice(4), known);
    return oneOf(whole, known);
  });
  return [...new Set(names)];
}

/** Whether TensorRT cut the metadata, so that it names fewer nodes than the layer computes. */
export function isCut(metadata: string): boolean {
  return metadata.includes(cut);
}

function oneOf(entryText: string, known: ReadonlySet<string>): readonly string[] {
  const candidates = entryText
    .split(' | ')
    .map((name) => name.replace(/ \([^()]*\)$/, '').replace(/^Local Function: /, ''));
  const found = candidates.find((name) => known.has(name)) ?? candidates[0] ?? '';
  return found === '' ? [] : [found];
}

/** The cut may leave a whole entry before it, a whole one after it, or the pieces of two names. */
function aroundCut(part: string, known: ReadonlySet<string>): readonly string[] {
  const at = part.indexOf(cut);
  const before = part.slice(0, at);
  const left = before.startsWith(entry) ? before.slice(entry.length) : '';
  return [...startingWith(left, known), ...endingWith(part.slice(at + cut.length), known)];
}

function startingWith(piece: string, known: ReadonlySet<string>): readonly string[] {
  if (piece === '') return [];
  const whole = piece.endsWith(']') ? piece.slice(0, -1) : piece;
  if (known.has(whole)) return [whole];
  const fitting = onlyStartingWith(piece, known);
  return fitting === undefined ? [] : [fitting];
}

function endingWith(piece: string, known: ReadonlySet<string>): readonly string[] {
  const whole = piece.endsWith(']') ? piece.slice(0, -1) : piece;
  // As much of the entry's beginning as the cut has left.
  const left = Array.from(entry, (_, at) => entry.slice(at)).find((end) => whole.startsWith(end));
  const name = left === undefined ? whole : whole.slice(left.length);
  if (name === '') return [];
  if (known.has(name)) return [name];
  if (left !== undefined) return [];
  const fitting = onlyEndingWith(name, known);
  return fitting === undefined ? [] : [fitting];
}

/**
 * Node names from a layer's own name, for layers without metadata: `A + B`, `A || B`, `PWN(A, B)`, or a single node's
 * name with a suffix that makes it unique. Only names that the model knows count; Myelin writes their dots as `_`.
 */
export function nodesInName(layer: string, known: ReadonlySet<string>): readonly string[] {
  if (known.size === 0 || layer.startsWith('Reformatting CopyNode')) return [];
  const plain = layer
    .replace(/ \[profile \d+\]$/, '')
    .replace(/_myl\d+_\d+$/, '')
    .replaceAll(/(?:PWN|fusedPointwiseNode)\(/g, '');
  const names = plain.split(/ \+ |, | \|\| /).flatMap((part) => {
    const whole = knownName(part.trim(), known);
    return whole === undefined ? part.split('+').flatMap((one) => knownName(one.trim(), known) ?? []) : [whole];
  });
  return [...new Set(names)];
}

function knownName(part: string, known: ReadonlySet<string>): string | undefined {
  const bare = withoutBrackets(part);
  const spellings = [part, bare, bare.replace(/(_clone)?_\d+$/, ''), bare.replace(/_(clone|copy)$| copy$/, '')];
  const found = spellings.find((name) => known.has(name));
  if (found !== undefined || !bare.includes('_')) return found;
  return dotted(known).get(bare);
}

/** An expression for this would try every bracket of a long row anew. */
function withoutBrackets(part: string): string {
  let end = part.length;
  while (part[end - 1] === ')') end -= 1;
  return part.slice(0, end);
}

const spelled = new WeakMap<ReadonlySet<string>, ReadonlyMap<string, string>>();

/** Known names by what Myelin makes of them. */
function dotted(known: ReadonlySet<string>): ReadonlyMap<string, string> {
  const before = spelled.get(known);
  if (before) return before;
  const names = new Map([...known].map((name) => [name.replaceAll('.', '_'), name]));
  spelled.set(known, names);
  return names;
}

const foreignNode = 'ForeignNode[';

/** The first and the last node of a region that Myelin compiled as one, from `{ForeignNode[first...last]}`. */
export function foreignNodeEnds(layer: string): readonly [first: string, last: string] | undefined {
  const [start, end] = [layer.indexOf(foreignNode), layer.lastIndexOf(']')];
  if (start < 0 || end < start + foreignNode.length) return undefined;
  const inside = layer.slice(start + foreignNode.length, end);
  const at = inside.indexOf('...');
  return at < 0 ? [inside, inside] : [inside.slice(0, at), inside.slice(at + 3)];
}
