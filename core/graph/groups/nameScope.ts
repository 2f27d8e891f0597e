// Where in the exported program a node was made: the scopes that its name or its metadata tell.
import type { Node } from '#core/onnx/model.ts';

/** PyTorch's exporter writes the scopes as the text of a Python list: `['', 'layer1', 'layer1.0', 'relu_5']`. */
const scopesKey = 'pkg.torch.onnx.name_scopes';
/** No program nests deeper; a name of ten thousand slashes is none. */
const deepest = 32;

/**
 * Scopes from the outermost inwards, without the node itself; empty where nothing is said. `/layer1/layer1.0/Conv` and
 * `layer1.0.Conv` are read as paths whose last part is the node; a node without a name is told by its first output.
 */
export function nameScope(node: Node): readonly string[] {
  return scopeParts(node).slice(0, deepest);
}

function scopeParts(node: Node): readonly string[] {
  const listed = node.metadata.find(({ key }) => key === scopesKey);
  if (listed) return listedScopes(listed.value);
  const name = node.name !== '' ? node.name : (node.outputs.find((output) => output !== '') ?? '');
  if (name.includes('/')) return name.split('/').slice(0, -1).filter(Boolean);
  if (!name.includes('.') || name.includes('::')) return [];
  const parts = name.split('.').filter(Boolean);
  return parts.slice(0, -1);
}

/** `layer1.0` inside `layer1` is told as `0`: what stands around it is known there. */
function listedScopes(text: string): readonly string[] {
  const scopes = Array.from(text.matchAll(/'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"/g), ([, a, b]) => a ?? b ?? '');
  const named = scopes.slice(0, -1).filter(Boolean);
  return named.map((scope, place) => {
    const around = place === 0 ? '' : `${named[place - 1]}.`;
    return around !== '' && scope.startsWith(around) ? scope.slice(around.length) : scope;
  });
}
