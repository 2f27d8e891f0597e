// Who reads a value in which width; once that is known, every version of it gets its name.
import { capturedValues } from '#core/graph/graphIndex.ts';
import { subgraphs } from '#core/onnx/attribute.ts';
import type { Node } from '#core/onnx/model.ts';
import type { FreshName } from '../freshNames.ts';
import { halfForm } from './halfForm.ts';
import type { Scope, ScopeRun, ValueState, Width } from './valueStates.ts';

/** The width in which a node reads an input; undefined where it takes either (Shape, Size) or the value is no float. */
export function wantedWidth(node: Node, input: number, scope: Scope, run: ScopeRun): Width | undefined {
  if (scope.find(node.inputs[input] ?? '') === undefined) return undefined;
  const mode = run.modes.get(node);
  if (mode === 'neither') return undefined;
  return mode === 'half' && halfForm(node, run.opset)?.input(input) ? 'half' : 'single';
}

/** Notes all wants of a graph and the bodies in it. */
export function noteWants(scope: Scope, border: Width, run: ScopeRun): void {
  for (const node of scope.graph.nodes) {
    node.inputs.forEach((input, at) => {
      const width = wantedWidth(node, at, scope, run);
      if (width !== undefined) scope.find(input)?.wanted.add(width);
    });
    if (run.modes.get(node) === 'single') {
      for (const value of capturedValues(node)) scope.find(value)?.wanted.add('single');
      continue;
    }
    for (const { graph } of subgraphs(node)) {
      const body = scope.bodies.get(graph);
      if (body) noteWants(body, 'half', run);
    }
  }
  for (const { name } of scope.graph.outputs) {
    const state = scope.own.get(name);
    if (state === undefined) continue;
    state.output = border;
    state.wanted.add(border);
  }
}

/** Names every version: the value's own name goes to the output's width, else to the one it is made in. */
export function nameVersions(scope: Scope, names: FreshName): void {
  for (const state of scope.own.values()) {
    const widths = widthsOf(state);
    const first = state.output ?? widths[0] ?? 'single';
    for (const width of widths) {
      state.names.set(width, width === first ? state.name : names(`${state.name}_${suffixes[width]}`));
    }
  }
  for (const body of scope.bodies.values()) nameVersions(body, names);
}

const suffixes = { half: 'float16', single: 'float32' } as const;

/** The versions that will exist, the one that is made first in front. */
function widthsOf(state: ValueState): readonly Width[] {
  const made = state.tensor !== undefined && state.wanted.size === 1 ? [...state.wanted] : [state.native];
  return [...new Set([...made, ...state.wanted])];
}
