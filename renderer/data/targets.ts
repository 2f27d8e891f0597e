// The targets of the host's machine as the contract writes them.
import { type Doctor, type TargetInfo, targetName } from '#core/contract/target.ts';

/** `onnxruntime`, or a name with the version that was found. */
export function targetOf({ name, version }: Pick<TargetInfo, 'name' | 'version'>): string {
  if (name.includes('@') || name === 'onnxruntime' || version === null) return name;
  return `${name}@${version}`;
}

/** `ONNX Runtime 1.30.0 · CPU`, for people. */
export function targetTitle(target: string, doctor: Doctor | null): string {
  const info = doctor?.targets.find((one) => targetOf(one) === target);
  if (target.includes('@') || !info?.version) return targetName(target);
  return `${targetName(target)} ${info.version}`;
}
