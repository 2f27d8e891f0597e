// The targets that a fusion preview can be asked for: those that the host found, and apart from them versions that it
// does not have, of which the rules are known all the same.
import type { Doctor } from '#core/contract/target.ts';
import { targetOf, targetTitle } from '#renderer/data/targets.ts';
import { doctorStore } from '#renderer/store/doctor.ts';
import { useSlice } from '#renderer/store/useStore.ts';
import type { Option } from '#renderer/widgets/Choice.tsx';

/** One of each series whose kernels differ. */
const previewed = ['tensorrt@8.6', 'tensorrt@10.6', 'tensorrt@11.1', 'tensorrt-rtx@1.7'];

/** What the host can build for comes first, then what can be previewed only. */
export function targetOptions(doctor: Doctor | null): readonly Option<string>[] {
  const usable = (doctor?.targets ?? []).filter(({ canBuild, canRun }) => canBuild || canRun);
  const found = usable.length > 0 ? usable.map(targetOf) : ['onnxruntime'];
  const rest = previewed.filter((target) => !found.some((other) => other === target || other.startsWith(`${target}.`)));
  return [
    ...[...new Set(found)].map((value) => ({ value, label: title(value) })),
    ...rest.map((value) => ({ value, label: title(value), detail: 'Preview only: not on this host' })),
  ];
}

/** The version of ONNX Runtime is Lathe's own and says nothing here. */
function title(target: string): string {
  return targetTitle(target, null);
}

export function useTargets(): readonly Option<string>[] {
  return targetOptions(useSlice(doctorStore, (slice) => slice.doctor));
}
