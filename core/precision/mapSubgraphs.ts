// A node with its subgraphs (the bodies of If, Loop and Scan) put through a rewrite.
import type { Attribute, Graph, Node } from '#core/onnx/model.ts';

/** Bodies are rewritten in attribute order; a node without any is returned as it is. */
export async function mapSubgraphs(
  node: Node,
  rewrite: (graph: Graph, attribute: string) => Promise<Graph>,
): Promise<Node> {
  if (!hasBodies(node)) return node;
  const attributes: Attribute[] = [];
  for (const attribute of node.attributes) attributes.push(await mapAttribute(attribute, rewrite));
  return { ...node, attributes };
}

async function mapAttribute(
  attribute: Attribute,
  rewrite: (graph: Graph, attribute: string) => Promise<Graph>,
): Promise<Attribute> {
  if (attribute.type === 'graph') return { ...attribute, value: await rewrite(attribute.value, attribute.name) };
  if (attribute.type !== 'graphs') return attribute;
  const graphs: Graph[] = [];
  for (const graph of attribute.value) graphs.push(await rewrite(graph, attribute.name));
  return { ...attribute, value: graphs };
}

/** The same for a rewrite that waits for nothing; where it changes no body, the node is returned as it is. */
export function mapBodies(node: Node, rewrite: (graph: Graph, attribute: string) => Graph): Node {
  if (!hasBodies(node)) return node;
  let changed = false;
  const through = (graph: Graph, attribute: string) => {
    const rewritten = rewrite(graph, attribute);
    changed ||= rewritten !== graph;
    return rewritten;
  };
  const attributes = node.attributes.map((attribute): Attribute => {
    if (attribute.type === 'graph') return { ...attribute, value: through(attribute.value, attribute.name) };
    if (attribute.type !== 'graphs') return attribute;
    return { ...attribute, value: attribute.value.map((graph) => through(graph, attribute.name)) };
  });
  return changed ? { ...node, attributes } : node;
}

export function hasBodies(node: Node): boolean {
  return node.attributes.some(({ type }) => type === 'graph' || type === 'graphs');
}
