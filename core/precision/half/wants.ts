// Who reads a value in which width; once that is known, every version of it gets its name.
import { capturedValues } from '#core/graph/graphIndex.ts';
import { subgraphs } from '#core/onnx/attribute.ts';
import type { Node } from '#core/onnx/model.ts';
import type { FreshName } from '../freshNames.ts';
import type { Mode } from './decide.ts';
import { halfForm } from './halfForm.ts';
import type { HalfType } from './halfType.ts';
import { isQuantize } from './quantized.ts';
import type { Scope, ScopeRun, ValueState, Width } from './valueStates.ts';

/** The width in which a node reads an input; undefined where it takes either (Shape, Size) or the value is no float. */
export function wantedWidth(node: Node, input: number, scope: Scope, run: ScopeRun): Width | undefined {
  if (scope.find(node.inputs[input] ?? '') === undefined) return undefined;
  const mode = run.modes.get(node);
  if (mode === 'neither') return undefined;
  if (isQuantize(node)) return quantizedWidth(node, scope, mode);
  return mode === 'half' && halfForm(node, run)?.input(input) ? 'half' : 'single';
}

/** QuantizeLinear takes its data and scale in the type that the data is made in, so that no cast is needed before it. */
function quantizedWidth({ inputs }: Node, scope: Scope, mode: Mode | undefined): Width {
  const data = scope.find(inputs[0] ?? '');
  if (mode !== 'half') return 'single';
  return data === undefined || data.tensor !== undefined ? 'half' : data.native;
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
export function nameVersions(scope: Scope, names: FreshName, type: HalfType): void {
  for (const state of scope.own.values()) {
    const widths = widthsOf(state);
    const first = state.output ?? widths[0] ?? 'single';
    for (const width of widths) {
      state.names.set(
        width,
        width === first ? state.name : names(`${state.name}_${width === 'half' ? type.suffix : 'float32'}`),
      );
    }
  }
  for (const body of scope.bodies.values()) nameVersions(body, names, type);
}

/** The versions that will exist, the one that is made first in front. */
function widthsOf(state: ValueState): readonly Width[] {
  const made = state.tensor !== undefined && state.wanted.size === 1 ? [...state.wanted] : [state.native];
  return [...new Set([...made, ...state.wanted])];
}
