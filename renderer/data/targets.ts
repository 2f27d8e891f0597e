// The targets of the host's machine as the contract writes them.
import type { Doctor, TargetInfo } from '#core/contract/target.ts';

/** `onnxruntime`, or a name with the version that was found. */
export function targetOf({ name, version }: Pick<TargetInfo, 'name' | 'version'>): string {
  if (name.includes('@') || name === 'onnxruntime' || version === null) return name;
  return `${name}@${version}`;
}

const titles: Readonly<Record<string, string>> = {
  onnxruntime: 'ONNX Runtime',
  tensorrt: 'TensorRT',
  'tensorrt-rtx': 'TensorRT-RTX',
};

/** `ONNX Runtime 1.30.0 · CPU`, for people. */
export function targetTitle(target: string, doctor: Doctor | null): string {
  const info = doctor?.targets.find((one) => targetOf(one) === target);
  const [name = target, version] = target.split('@');
  const title = titles[name] ?? name;
  const number = version ?? info?.version;
  return number ? `${title} ${number}` : title;
}
