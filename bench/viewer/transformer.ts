// BERT-base as PyTorch exports it: twelve layers, shapes computed by small nodes, and its 110 million weights.
import type { Model } from '#core/onnx/model.ts';
import { startParts } from './parts.ts';

const hidden = 768;
const wide = 3072;

export function transformerModel(layers = 12): Model {
  const parts = startParts();
  const dense = (scope: string, from: string, inputs: number, outputs: number) => {
    const product = parts.node('MatMul', `${scope}/MatMul`, [from, parts.weight(`${scope}.weight`, [inputs, outputs])]);
    return parts.node('Add', `${scope}/Add`, [parts.weight(`${scope}.bias`, [outputs]), product]);
  };
  const constant = (scope: string, value: bigint) => parts.numbers(`${scope}.constant`, [value]);
  const size = (scope: string, from: string, axis: bigint) => {
    const shape = parts.node('Shape', `${scope}/Shape`, [from]);
    const picked = parts.node('Gather', `${scope}/Gather`, [shape, constant(`${scope}/Gather`, axis)]);
    return parts.node('Unsqueeze', `${scope}/Unsqueeze`, [picked, constant(`${scope}/Unsqueeze`, 0n)]);
  };
  const reshape = (scope: string, from: string) => {
    const sizes = [0n, 1n].map((axis) => size(`${scope}/size${axis}`, from, axis));
    const rest = [12n, 64n].map((value, index) => constant(`${scope}/Concat${index}`, value));
    const shape = parts.node('Concat', `${scope}/Concat`, [...sizes, ...rest]);
    return parts.node('Reshape', `${scope}/Reshape`, [from, shape]);
  };
  const normalize = (scope: string, from: string) => {
    const one = (opType: string, suffix: string, ...inputs: string[]) =>
      parts.node(opType, `${scope}/${opType}${suffix}`, inputs);
    const centred = one('Sub', '', from, one('ReduceMean', '', from));
    const square = one('Pow', '', centred, parts.weight(`${scope}.two`, [1]));
    const variance = one('Add', '', one('ReduceMean', '_1', square), parts.weight(`${scope}.epsilon`, [1]));
    const scaled = one('Mul', '', one('Div', '', centred, one('Sqrt', '', variance)), weightOf('weight'));
    return one('Add', '_1', scaled, weightOf('bias'));
    function weightOf(name: string) {
      return parts.weight(`${scope}.${name}`, [hidden]);
    }
  };
  const embedded = parts.node('Gather', '/embeddings/word/Gather', [
    parts.weight('word.weight', [30_522, hidden]),
    'input',
  ]);
  const placed = parts.node('Add', '/embeddings/Add', [embedded, parts.weight('position.weight', [512, hidden])]);
  let last = normalize('/embeddings/LayerNorm', placed);
  for (let layer = 0; layer < layers; layer++) {
    const scope = `/encoder/layer.${layer}`;
    const own = `${scope}/attention/self`;
    const [query, key, value] = ['query', 'key', 'value'].map((name) => {
      const split = reshape(`${own}/${name}/heads`, dense(`${own}/${name}`, last, hidden, hidden));
      return parts.node('Transpose', `${own}/${name}/Transpose`, [split]);
    }) as [string, string, string];
    const turned = parts.node('Transpose', `${own}/Transpose`, [key]);
    const scores = parts.node('MatMul', `${own}/MatMul`, [query, turned]);
    const scaled = parts.node('Div', `${own}/Div`, [scores, parts.weight(`${own}.scale`, [1])]);
    const attention = parts.node('Softmax', `${own}/Softmax`, [scaled]);
    const mixed = parts.node('Transpose', `${own}/Transpose_1`, [
      parts.node('MatMul', `${own}/MatMul_1`, [attention, value]),
    ]);
    const output = dense(`${scope}/attention/output/dense`, reshape(`${own}/merge`, mixed), hidden, hidden);
    const attended = normalize(
      `${scope}/attention/output/LayerNorm`,
      parts.node('Add', `${scope}/attention/output/Add`, [output, last]),
    );
    const grown = dense(`${scope}/intermediate/dense`, attended, hidden, wide);
    const gate = parts.node('Div', `${scope}/intermediate/Div`, [grown, parts.weight(`${scope}.root`, [1])]);
    const error = parts.node('Erf', `${scope}/intermediate/Erf`, [gate]);
    const raised = parts.node('Add', `${scope}/intermediate/Add`, [error, parts.weight(`${scope}.one`, [1])]);
    const gelu = parts.node('Mul', `${scope}/intermediate/Mul`, [grown, raised]);
    const halved = parts.node('Mul', `${scope}/intermediate/Mul_1`, [gelu, parts.weight(`${scope}.half`, [1])]);
    const shrunk = dense(`${scope}/output/dense`, halved, wide, hidden);
    last = normalize(`${scope}/output/LayerNorm`, parts.node('Add', `${scope}/output/Add`, [shrunk, attended]));
  }
  const first = parts.node('Gather', '/pooler/Gather', [last, constant('/pooler/Gather', 0n)]);
  const pooled = parts.node('Tanh', '/pooler/Tanh', [dense('/pooler/dense', first, hidden, hidden)]);
  return parts.model(pooled, [1, 'sequence']);
}

/** Forty-eight nodes whose weights fill a file of 1.5 GB. */
export function heavyModel(): Model {
  const parts = startParts();
  let last = 'input';
  for (let layer = 0; layer < 24; layer++) {
    const scope = `/layers.${layer}`;
    const weight = parts.weight(`layers.${layer}.weight`, layer % 2 === 0 ? [4096, 4000] : [4000, 4096]);
    const product = parts.node('MatMul', `${scope}/MatMul`, [last, weight]);
    last = parts.node('Relu', `${scope}/Relu`, [product]);
  }
  return parts.model(last, [1, 4096]);
}
