// Node names as a narrow column can show them: the end tells more than the scopes before it.

const parts = 3;

/** `/layer3/layer3.5/conv3/Conv` → `layer3.5/conv3/Conv`. */
export function shortNode(name: string): string {
  const steps = name.split('/').filter(Boolean);
  return steps.length > parts ? steps.slice(-parts).join('/') : name;
}

/** The first node, and how many there are. */
export function shortNodes(nodes: readonly string[]): string {
  const [first = ''] = nodes;
  return nodes.length === 1 ? shortNode(first) : `${nodes.length} · ${shortNode(first)}`;
}
