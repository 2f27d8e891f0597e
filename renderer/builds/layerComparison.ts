// What a build's layers can be held against, and why they cannot.
import type { BuildRecord } from '#core/contract/build.ts';

export type LayerComparison =
  | { readonly kind: 'against'; readonly reference: BuildRecord }
  /** A sentence that says what to do. */
  | { readonly kind: 'not'; readonly why: string };

/** Null for the reference itself. The newest FP32 build of the same file counts, ONNX Runtime's before others. */
export function layerComparison(build: BuildRecord, builds: readonly BuildRecord[]): LayerComparison | null {
  const [kind] = build.target.split('@');
  if (build.precision === 'fp32' && kind === 'onnxruntime') return null;
  if (kind !== 'onnxruntime' && build.recipe.options.tensorrt?.debugTensors === undefined) {
    const why =
      'This engine gives out no values of its layers: build it with “Values of layers” in the TensorRT options.';
    return { kind: 'not', why };
  }
  const references = builds.filter(
    ({ id, precision, modelSha256 }) => id !== build.id && precision === 'fp32' && modelSha256 === build.modelSha256,
  );
  const order = (one: BuildRecord) => (one.target.startsWith('onnxruntime') ? 0 : 1);
  const [reference] = references.toSorted((a, b) => order(a) - order(b) || b.createdAt - a.createdAt);
  return reference
    ? { kind: 'against', reference }
    : { kind: 'not', why: 'There is no FP32 build of this model to hold its layers against: build that first.' };
}
