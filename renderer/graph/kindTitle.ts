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
};

const whole = /^(layer-normalization|skip-layer-normalization|quick-gelu)$/;

export function kindTitle(kind: string): string {
  const words = kind.split('-').map((word) => spelled[word] ?? word);
  const text = words.join(whole.test(kind) ? ' ' : ' + ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}
