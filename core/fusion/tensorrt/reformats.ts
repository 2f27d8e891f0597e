// Conversions that TensorRT will put between kernels: of precision, and of layout where a convolution meets the rest.
import type { PredictedReformat } from '#core/contract/preview.ts';
import type { Match } from '../rule.ts';
import type { FusionView } from '../view.ts';
import { groupPrecision } from './groupPrecision.ts';
import { operatorClass } from './operatorClass.ts';

interface Form {
  readonly precision: string;
  readonly layout: 'linear' | 'channels last';
}

const library = new Set(['convolution', 'pooling', 'resize']);

/**
 * One entry for each tensor and reader whose kernels want it in different forms. Convolutions, poolings and the
 * pointwise kernels between them keep channels last, which tensor cores read; all else, inputs and outputs are linear.
 */
export function predictedReformats(view: FusionView, matches: readonly Match[]): readonly PredictedReformat[] {
  const forms = new Map<number, Form>();
  for (const { nodes } of matches) {
    const form = formOf(view, nodes);
    for (const node of nodes) forms.set(node, form);
  }
  const form = (node: number) => forms.get(node) ?? formOf(view, [node]);
  const groupOf = new Map(matches.flatMap(({ nodes }, at) => nodes.map((node) => [node, at] as const)));
  const found: PredictedReformat[] = [];
  const add = (tensor: string, before: string, from: Form, to: Form) => {
    const differs = from.precision !== to.precision;
    if (!differs && from.layout === to.layout) return;
    const what = differs ? `from ${from.precision} to ${to.precision}` : `from ${from.layout} to ${to.layout}`;
    const reason = `${tensor} is converted ${what} ${before === '' ? 'for the output' : `before ${before}`}.`;
    found.push({
      tensor,
      before,
      from: `${from.precision} ${from.layout}`,
      to: `${to.precision} ${to.layout}`,
      reason,
    });
  };
  for (const node of Array.from(view.order)) {
    if (view.isFree(node)) continue;
    const own = form(node);
    for (const [place] of view.nodes[node]?.inputs.entries() ?? []) {
      const value = view.input(node, place);
      if (value === '' || view.isConstant(value) || !isFloat(view, value)) continue;
      const producer = view.producer(value);
      if (producer === undefined) add(value, view.name(node), { precision: 'fp32', layout: 'linear' }, own);
      else if (groupOf.get(producer) === undefined || groupOf.get(producer) !== groupOf.get(node))
        add(value, view.name(node), form(producer), own);
    }
    for (const output of view.nodes[node]?.outputs ?? []) {
      if (view.givesOut(output) && isFloat(view, output)) add(output, '', own, { precision: 'fp32', layout: 'linear' });
    }
  }
  return found;
}

function formOf(view: FusionView, nodes: readonly number[]): Form {
  const classes = nodes.map((node) => operatorClass(view, node));
  const beside = (node: number) =>
    view.readers(node).some((reader) => library.has(operatorClass(view, reader))) ||
    [0, 1].some((place) => {
      const producer = view.producer(view.input(node, place));
      return producer !== undefined && library.has(operatorClass(view, producer));
    });
  const spatial =
    classes.some((name) => library.has(name)) || (classes.every((name) => name === 'pointwise') && nodes.some(beside));
  return { precision: groupPrecision(view, nodes), layout: spatial ? 'channels last' : 'linear' };
}

/** Images and activations; unknown types count as floating-point. */
function isFloat(view: FusionView, value: string): boolean {
  return [0, 1, 10, 16].includes(view.type(value));
}
