// Weights that are not numbers: a training run that diverged, or a conversion that overflowed.
import { DataType } from '#core/onnx/dataType.ts';
import { OnnxError } from '#core/onnx/error.ts';
import type { Tensor } from '#core/onnx/model.ts';
import { tensorStatistics } from '#core/onnx/statistics.ts';
import { nodeName } from '../graphIndex.ts';
import type { CheckContext, CheckedGraph, Finding } from './checkedGraphs.ts';

const floats: readonly number[] = [DataType.float32, DataType.float16, DataType.bfloat16, DataType.float64];

/** Reads every float initializer, only where the options ask for it. */
export async function checkWeights(context: CheckContext): Promise<Finding[]> {
  const findings: Finding[] = [];
  if (!context.options.readWeights) return findings;
  for (const checked of context.graphs) {
    for (const tensor of checked.graph.initializers) {
      if (!floats.includes(tensor.dataType)) continue;
      if (tensor.data.kind === 'external' && !context.options.openExternal) continue;
      const finding = await checkWeight(context, checked, tensor);
      if (finding) findings.push(finding);
    }
  }
  return findings;
}

async function checkWeight(
  { model, options }: CheckContext,
  checked: CheckedGraph,
  tensor: Tensor,
): Promise<Finding | undefined> {
  const reader = checked.graph.nodes[checked.index.consumers(tensor.name)[0] ?? -1];
  const node = reader ? nodeName(reader) : null;
  try {
    const { nan, positiveInfinity, negativeInfinity, count } = await tensorStatistics(tensor, model, {
      openExternal: options.openExternal,
      bins: 1,
    });
    const infinite = positiveInfinity + negativeInfinity;
    if (nan + infinite === 0) return undefined;
    // Attention masks are written with −∞ on purpose: they are added before a Softmax.
    const mask = nan === 0 && positiveInfinity === 0;
    return {
      severity: mask ? 'warning' : 'error',
      node,
      message: `The weight '${tensor.name}' holds ${nan} NaN and ${infinite} infinite among ${count} elements`,
      next: mask
        ? 'If it is a mask, keep the nodes that read it in FP32; otherwise train or export the model again.'
        : 'Train or export the model again from a checkpoint without them: every result would be NaN.',
    };
  } catch (error) {
    if (!(error instanceof OnnxError)) throw error;
    return { severity: 'error', node, message: error.message.replace(/\.$/, ''), next: error.next };
  }
}
