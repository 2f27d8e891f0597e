// Values that nobody produces, that two produce, and outputs that do not exist.
import { nodeName } from '../graphIndex.ts';
import {
  type CheckContext,
  type CheckedGraph,
  type Finding,
  type Findings,
  nodeText,
  turnEvery,
} from './checkedGraphs.ts';

export function* checkValues(context: CheckContext): Findings {
  const own = new Map(context.graphs.map((checked) => [checked, ownValues(checked)]));
  const visible = (name: string, checked: CheckedGraph): boolean => {
    for (let at: CheckedGraph | undefined = checked; at; at = at.around) if (own.get(at)?.has(name)) return true;
    return false;
  };
  for (const checked of context.graphs) {
    yield* missing(checked, visible);
    yield* twice(checked);
    yield* outputs(checked, visible);
  }
}

type Visible = (name: string, checked: CheckedGraph) => boolean;

function ownValues({ graph, parameters }: CheckedGraph): Set<string> {
  const names = new Set(parameters);
  for (const { name } of graph.inputs) names.add(name);
  for (const { name } of graph.initializers) names.add(name);
  for (const { values } of graph.sparseInitializers) names.add(values.name);
  for (const node of graph.nodes) for (const output of node.outputs) if (output !== '') names.add(output);
  return names;
}

function* missing(checked: CheckedGraph, visible: Visible): Findings {
  const { graph } = checked;
  const told = new Set<string>();
  let seen = 0;
  for (const node of graph.nodes) {
    if (++seen % turnEvery === 0) yield null;
    for (const input of node.inputs) {
      if (input === '' || visible(input, checked) || told.has(input)) continue;
      told.add(input);
      yield {
        severity: 'error',
        node: nodeName(node),
        message: `${nodeText(node)} reads '${input}', which no node, input or initializer gives`,
        next: `Export the model again, or add what gives '${input}': the model was cut apart without it.`,
      };
    }
  }
}

function* twice({ graph, parameters }: CheckedGraph): Iterable<Finding> {
  const inputs = new Set([...parameters, ...graph.inputs.map(({ name }) => name)]);
  const initializers = new Set<string>();
  for (const { name } of graph.initializers) {
    if (initializers.has(name)) {
      yield {
        severity: 'warning',
        node: null,
        message: `The initializer '${name}' stands in the graph '${graph.name}' twice`,
        next: 'Export the model again; of two initializers with one name it is not clear which is meant.',
      };
    }
    initializers.add(name);
  }
  const producers = new Map<string, string>();
  for (const node of graph.nodes) {
    for (const output of node.outputs) {
      if (output === '') continue;
      const first =
        producers.get(output) ??
        (inputs.has(output) ? 'an input' : initializers.has(output) ? 'an initializer' : undefined);
      if (first !== undefined) {
        yield {
          severity: 'error',
          node: nodeName(node),
          message: `${nodeText(node)} gives '${output}', which ${first} gives already`,
          next: 'Export the model again, or give one of the two values another name.',
        };
      } else producers.set(output, nodeText(node));
    }
  }
}

function* outputs(checked: CheckedGraph, visible: Visible): Iterable<Finding> {
  const { kind, graph } = checked;
  if (kind === 'main' && graph.outputs.length === 0) {
    yield {
      severity: 'error',
      node: null,
      message: `The graph '${graph.name}' has no outputs`,
      next: 'Export the model again with at least one output.',
    };
  }
  const seen = new Set<string>();
  for (const { name } of graph.outputs) {
    if (!visible(name, checked)) {
      yield {
        severity: 'error',
        node: null,
        message: `The output '${name}' of the graph '${graph.name}' is given by no node, input or initializer`,
        next: `Export the model again, or take '${name}' out of the outputs.`,
      };
    }
    if (seen.has(name) && kind !== 'function') {
      yield {
        severity: 'warning',
        node: null,
        message: `The output '${name}' of the graph '${graph.name}' is listed twice`,
        next: 'Export the model again with each output once.',
      };
    }
    seen.add(name);
  }
}
