// Which ONNX nodes a layer of a TensorRT engine computes.

/** Fusions join entries with these: Cask layers with the record separator, Myelin's with the unit separator. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are the format.
const separators = /[\x1e\x1f]/;
const entry = '[ONNX Layer: ';

/**
 * Node names from a layer's metadata, each once, in order. A local function's entry goes on behind ` | `; only the
 * outer node is in the model's graph. TensorRT cuts the middle out of long metadata: a cut name is left out.
 */
export function nodesInMetadata(metadata: string): readonly string[] {
  const parts = metadata.split(separators).flatMap((part) => part.split(`]${entry}`));
  const names = parts.flatMap((part) => {
    const start = part.startsWith(entry) ? part.slice(entry.length) : part;
    const bare = start.endsWith(']') ? start.slice(0, -1) : start;
    const name = bare.split(' | ')[0] ?? '';
    return name === '' || name.includes(' ... ') ? [] : [name];
  });
  return [...new Set(names)];
}

/**
 * Node names from a layer's own name, for engines without metadata: `A + B`, `PWN(A, B)`, or a single node's name with a
 * suffix that makes it unique. Only names that the model knows count.
 */
export function nodesInName(layer: string, known: ReadonlySet<string>): readonly string[] {
  const plain = layer.replaceAll(/(?:PWN|fusedPointwiseNode)\(/g, '').replaceAll(')', '');
  const parts = plain.split(/ \+ |, /).map((part) => part.trim());
  return [...new Set(parts.flatMap((part) => [part, part.replace(/_\d+$/, '')].find((name) => known.has(name)) ?? []))];
}
