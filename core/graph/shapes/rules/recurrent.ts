// Shapes of recurrent layers and of attention.
import { intAttribute, stringAttribute } from '#core/onnx/attribute.ts';
import type { Shape } from '#core/onnx/model.ts';
import { type Fact, tensorFact } from '../fact.ts';
import { hasInput, inputShape, inputType, type RuleContext, type Rules } from '../rule.ts';

/** Y [steps, directions, batch, hidden] and the last states [directions, batch, hidden]; layout 1 puts batch first. */
function recurrent(context: RuleContext): readonly Fact[] {
  const { node } = context;
  const data = inputShape(context, 0);
  const type = inputType(context, 0);
  const batchFirst = intAttribute(node, 'layout', 0) === 1;
  const steps = data?.[batchFirst ? 1 : 0];
  const batch = data?.[batchFirst ? 0 : 1];
  const directions = stringAttribute(node, 'direction', 'forward') === 'bidirectional' ? 2 : 1;
  const hidden = intAttribute(node, 'hidden_size') ?? inputShape(context, 2)?.[2];
  const all = batchFirst ? [batch, steps, directions, hidden] : [steps, directions, batch, hidden];
  const last = batchFirst ? [batch, directions, hidden] : [directions, batch, hidden];
  return [tensorFact(type, all), tensorFact(type, last), tensorFact(type, last)].slice(0, node.outputs.length);
}

/** Q [batch, heads, length, size] or [batch, length, heads·size], K and V likewise, and past keys that are put before. */
function attention(context: RuleContext): readonly Fact[] {
  const { node, arithmetic } = context;
  const [query, key, value, pastKey, pastValue] = [0, 1, 2, 4, 5].map((index) => inputShape(context, index));
  const type = inputType(context, 0);
  if (!query || !value || !key) return [tensorFact(type, undefined)];
  const packed = query.length === 3;
  const queryHeads = packed ? intAttribute(node, 'q_num_heads') : query[1];
  const keyHeads = packed ? intAttribute(node, 'kv_num_heads') : key[1];
  const size = packed ? arithmetic.divideExactly(value[2], keyHeads) : value[3];
  const keySize = packed ? arithmetic.divideExactly(key[2], keyHeads) : key[3];
  const length = packed ? query[1] : query[2];
  const own = packed ? key[1] : key[2];
  const total = hasInput(context, 4) ? arithmetic.add(pastKey?.[2], own) : own;
  const shape: Shape = packed
    ? [query[0], length, arithmetic.multiply(queryHeads, size)]
    : [query[0], queryHeads, length, size];
  return [
    tensorFact(type, shape),
    tensorFact(inputType(context, 1), [key[0], keyHeads, total, pastKey?.[3] ?? keySize]),
    tensorFact(inputType(context, 2), [value[0], keyHeads, total, pastValue?.[3] ?? size]),
    tensorFact(type, [query[0], queryHeads, length, total]),
  ].slice(0, node.outputs.length);
}

/** Packed heads [batch, length, heads·size] and the state [batch, heads, key size, value size] (ONNX: LinearAttention). */
function linearAttention(context: RuleContext): readonly Fact[] {
  const { node, arithmetic } = context;
  const [query, key, value] = [0, 1, 2].map((index) => inputShape(context, index));
  const type = inputType(context, 0);
  const [queryHeads, heads] = ['q_num_heads', 'kv_num_heads'].map((name) => intAttribute(node, name));
  const valueSize = arithmetic.divideExactly(value?.[2], heads);
  const keySize = arithmetic.divideExactly(key?.[2], heads);
  return [
    tensorFact(type, [query?.[0], query?.[1], arithmetic.multiply(queryHeads, valueSize)]),
    tensorFact(inputType(context, 3) || type, [query?.[0], heads, keySize, valueSize]),
  ];
}

/** Data [batch, channels, length] as it is, and its last kernel − 1 positions (ONNX: CausalConvWithState). */
function causalConvolution(context: RuleContext): readonly Fact[] {
  const [data, weight] = [inputShape(context, 0), inputShape(context, 1)];
  const type = inputType(context, 0);
  const kept = context.arithmetic.subtract(weight?.[2], 1);
  return [tensorFact(type, data), tensorFact(type, [data?.[0], data?.[1], kept])];
}

export const recurrentRules: Rules = {
  RNN: recurrent,
  GRU: recurrent,
  LSTM: recurrent,
  Attention: attention,
  LinearAttention: linearAttention,
  CausalConvWithState: causalConvolution,
  RotaryEmbedding: (context) => [tensorFact(inputType(context, 0), inputShape(context, 0))],
};

/** [batch, query heads, query length, value size] (ai.onnx.preview). */
export const previewRules: Rules = {
  FlexAttention: (context) => {
    const [query, value] = [inputShape(context, 0), inputShape(context, 2)];
    return [tensorFact(inputType(context, 0), query && [...query.slice(0, 3), value?.[3]])];
  },
};

/** Input [batch, length, width], weights [width, 3·hidden] (com.microsoft: Attention), or separate Q, K and V. */
export const runtimeRecurrentRules: Rules = {
  DynamicQuantizeLSTM: recurrent,
  Attention: (context) => {
    const [data, weight] = [inputShape(context, 0), inputShape(context, 1)];
    const hidden = context.arithmetic.divideExactly(weight?.[1], 3);
    const stated = context.node.attributes.some(({ name }) => name === 'qkv_hidden_sizes');
    return [tensorFact(inputType(context, 0), data && [data[0], data[1], stated ? undefined : hidden])];
  },
  MultiHeadAttention: (context) => {
    const [query, value] = [inputShape(context, 0), inputShape(context, 2)];
    const plain = query?.length === 3 && value?.length === 3;
    return [tensorFact(inputType(context, 0), plain ? [query[0], query[1], value[2]] : undefined)];
  },
  RotaryEmbedding: (context) => [tensorFact(inputType(context, 0), inputShape(context, 0))],
  GroupQueryAttention: (context) => {
    const query = inputShape(context, 0);
    const packed = !hasInput(context, 1);
    return [tensorFact(inputType(context, 0), packed ? query?.with(-1, undefined) : query)];
  },
};
