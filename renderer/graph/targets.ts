// The targets that a fusion preview can be asked for: those of the host, and the usual ones whether installed or not.
import type { Doctor } from '#core/contract/target.ts';
import { doctorStore } from '#renderer/store/doctor.ts';
import { useSlice } from '#renderer/store/useStore.ts';
import type { Option } from '#renderer/widgets/Choice.tsx';

const titles: Readonly<Record<string, string>> = {
  onnxruntime: 'ONNX Runtime',
  tensorrt: 'TensorRT',
  'tensorrt-rtx': 'TensorRT-RTX',
};
const usual = ['onnxruntime', 'tensorrt@10.6', 'tensorrt-rtx@1.7'];

/** One option a target, each backend once: the host's version where it has one. */
export function targetOptions(doctor: Doctor | null): readonly Option<string>[] {
  const known = (doctor?.targets ?? []).map(({ name, version }) =>
    name.includes('@') || !version || name === 'onnxruntime' ? name : `${name}@${version}`,
  );
  const backend = (target: string) => target.split('@')[0] ?? target;
  const missing = usual.filter((target) => !known.some((other) => backend(other) === backend(target)));
  return [...new Set([...known, ...missing])].map((value) => {
    const [name = value, version] = value.split('@');
    return { value, label: [titles[name] ?? name, version].filter(Boolean).join(' ') };
  });
}

export function useTargets(): readonly Option<string>[] {
  return targetOptions(useSlice(doctorStore, (slice) => slice.doctor));
}
