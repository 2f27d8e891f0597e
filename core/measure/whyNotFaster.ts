// Why a lower precision gained nothing, read from what the engine is made of.
import type { BuildRecord } from '#core/contract/build.ts';

export type EngineFacts = Pick<BuildRecord, 'precision' | 'target' | 'bytes' | 'engineOperators' | 'kept' | 'recipe'>;

/** Sentences, most telling first; none where the record tells nothing. */
export function whyNotFaster(build: EngineFacts, base: EngineFacts): string[] {
  if (!build.target.startsWith('onnxruntime')) return [];
  if (build.precision === 'fp16') return float16Reasons(build, base);
  return build.precision === 'int8' ? int8Reasons(build) : [];
}

function float16Reasons(build: EngineFacts, base: EngineFacts): string[] {
  const casts = count(build, ['Cast']) - count(base, ['Cast']);
  const nodes = total(build);
  const reasons = [
    casts > 0
      ? `ONNX Runtime has few float16 kernels for this processor: the engine computes in float32 and converts in ${plural(casts, 'Cast node')} more than ${base.precision.toUpperCase()}'s.`
      : 'ONNX Runtime has few float16 kernels for this processor, and computes most of the engine in float32.',
  ];
  if (build.bytes > 0.75 * base.bytes) {
    reasons.push('It also stores most weights as float32, so the engine is hardly smaller.');
  }
  if (nodes > total(base))
    reasons.push(
      `Fewer operators were fused: ${nodes} nodes are left, ${total(base)} in ${base.precision.toUpperCase()}.`,
    );
  return [...reasons, 'FP16 pays on a GPU; on this target take FP32 or INT8.'];
}

/** ONNX Runtime's operators that multiply in 8 bits, and those that multiply in float. */
const quantized = [
  'QLinearConv',
  'com.microsoft.QLinearConv',
  'QLinearMatMul',
  'ConvInteger',
  'MatMulInteger',
  'com.microsoft.QGemm',
  'com.microsoft.MatMulIntegerToFloat',
  'com.microsoft.DynamicQuantizeMatMul',
  'com.microsoft.QAttention',
  'com.microsoft.MatMulNBits',
];
const floating = [
  'Conv',
  'ConvTranspose',
  'Gemm',
  'MatMul',
  'com.microsoft.FusedConv',
  'com.microsoft.FusedGemm',
  'com.microsoft.FusedMatMul',
  'com.microsoft.nchwc.Conv',
  'com.microsoft.NhwcFusedConv',
];

function int8Reasons(build: EngineFacts): string[] {
  const low = count(build, quantized);
  const high = count(build, floating);
  const conversions = count(build, [
    'QuantizeLinear',
    'DequantizeLinear',
    'com.microsoft.QuantizeLinear',
    'com.microsoft.DequantizeLinear',
  ]);
  const reasons: string[] = [];
  if (low + high > 0) {
    const share = Math.round((100 * low) / (low + high));
    reasons.push(`${share} % of its convolutions and matrix products (${low} of ${low + high}) run in 8 bits.`);
  }
  if (conversions > 0) {
    reasons.push(
      `${plural(conversions, 'QuantizeLinear or DequantizeLinear node')} are left that convert between the two.`,
    );
  }
  if (build.kept.length > 0) {
    const [first] = build.kept;
    reasons.push(
      `${plural(build.kept.length, 'node')} stayed in FP32, such as ${first?.node ?? ''} (${first?.reason ?? ''}).`,
    );
  }
  if (low > 0 && high === 0 && conversions <= 4) {
    reasons.push(
      'The engine is quantized throughout: small layers, or a processor without VNNI or dot-product instructions, gain little.',
    );
  }
  return reasons;
}

function count(build: EngineFacts, operators: readonly string[]): number {
  return operators.reduce((sum, name) => sum + (build.engineOperators[name] ?? 0), 0);
}

function total(build: EngineFacts): number {
  return Object.values(build.engineOperators).reduce((sum, value) => sum + value, 0);
}

function plural(value: number, noun: string): string {
  return `${value} ${noun}${value === 1 ? '' : 's'}`;
}
