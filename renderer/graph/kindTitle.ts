// A fusion kind as people write it: `conv-bn-activation` becomes "Conv + BN + activation".
const spelled: Readonly<Record<string, string>> = {
  conv: 'Conv',
  bn: 'BN',
  matmul: 'MatMul',
  gemm: 'Gemm',
  gelu: 'GELU',
  silu: 'SiLU',
  relu: 'ReLU',
  bias: 'bias',
  add: 'Add',
  convtranspose: 'ConvTranspose',
  globalaveragepool: 'GlobalAveragePool',
  averagepool: 'AveragePool',
  maxpool: 'MaxPool',
  leakyrelu: 'LeakyRelu',
  mul: 'Mul',
};

/** Kernels that read and write codes. */
const quantized = 'quantized-';

/** Not kinds of fusion, but shown like them. */
const others: Readonly<Record<string, string>> = { removed: 'Removed', apart: 'Kept apart' };

const whole = /^(layer-normalization|skip-layer-normalization|quick-gelu)$/;

export function kindTitle(kind: string): string {
  const other = others[kind];
  if (other) return other;
  if (kind.startsWith(quantized)) return `8-bit ${kindTitle(kind.slice(quantized.length))}`;
  const words = kind.split('-').map((word) => spelled[word] ?? word);
  const text = words.join(whole.test(kind) ? ' ' : ' + ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}
