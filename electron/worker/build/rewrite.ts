// The model in the precisions asked for: the one artifact that every target builds from.
import type { BuildRecord } from '#core/contract/build.ts';
import type { Recipe } from '#core/contract/recipe.ts';
import type { Model } from '#core/onnx/model.ts';
import type { OpenExternal } from '#core/onnx/source.ts';
import type { InputMeans } from '#core/precision/correction/inputMeans.ts';
import type { KeptNode } from '#core/precision/keep.ts';
import { isOnnxRuntime } from '#core/precision/place.ts';
import { type PrecisionPlan, precisionPlan } from '#core/precision/precisionPlan.ts';
import { toHalf } from '#core/precision/toHalf.ts';
import { toInt4 } from '#core/precision/toInt4.ts';
import { type Int8Result, toInt8 } from '#core/precision/toInt8.ts';
import type { OpenedModel } from '#electron/worker/model/openModel.ts';
import type { Learned } from './learned.ts';
import { nativeCodes } from './nativeCodes.ts';
import { byFlags } from './route.ts';

export interface Rewritten {
  /** Undefined where the model stays as it is. */
  readonly model: Model | undefined;
  readonly kept: BuildRecord['kept'];
  readonly warnings: readonly string[];
}

/** Codes first, then 16 bits around them: each Q/DQ takes the type that its neighbours have. */
export async function rewrite(
  { model, openExternal }: OpenedModel,
  recipe: Recipe,
  target: string,
  learned: Learned,
): Promise<Rewritten> {
  const { half, ...plan } = precisionPlan(recipe);
  if (byFlags(target, recipe) || (!half && !plan.quantized)) return { model: undefined, kept: [], warnings: [] };
  // ONNX Runtime has 8-bit kernels between FP32 scales only.
  const form = isOnnxRuntime(target) ? 'wide' : 'narrow';
  const scaleType = form === 'narrow' ? half?.precision : undefined;
  const warnings: string[] = [];
  const means = plan.quantized && (await learned.means?.(warnings));
  const quantized =
    plan.quantized && (await quantize(plan.quantized, model, learned, { target, scaleType, means, openExternal }));
  if (!half) return { model: quantized?.model, kept: [...(quantized?.kept ?? [])], warnings };
  const ranges = half.precision === 'fp16' ? await learned.observe?.(warnings) : undefined;
  const rewritten = await toHalf(quantized?.model ?? model, {
    type: half.precision,
    keepIo: recipe.keepIo,
    keep: half.keep,
    ranges,
    quantized: quantized && form,
    openExternal,
  });
  return { model: rewritten.model, kept: [...withReasons(rewritten.kept, quantized?.kept ?? [])], warnings };
}

async function quantize(
  { precision, keep }: NonNullable<PrecisionPlan['quantized']>,
  model: Model,
  { ranges }: Learned,
  options: {
    readonly target: string;
    readonly scaleType: 'fp16' | 'bf16' | undefined;
    readonly means: InputMeans | undefined;
    readonly openExternal: OpenExternal;
  },
): Promise<Int8Result> {
  if (precision === 'int4') return toInt4(model, { ...options, keep });
  if (!ranges) throw new Error(`${precision.toUpperCase()} is rewritten with ranges only.`);
  return toInt8(model, ranges, { ...options, keep, format: precision, codesOf: nativeCodes() });
}

/** What stays in FP32; where a node could not be quantized either, that reason is the one that matters. */
function withReasons(kept: readonly KeptNode[], unquantized: readonly KeptNode[]): readonly KeptNode[] {
  const reasons = new Map(unquantized.map(({ node, reason }) => [node, reason]));
  return kept.map(({ node, reason }) => ({ node, reason: reasons.get(node) ?? reason }));
}
