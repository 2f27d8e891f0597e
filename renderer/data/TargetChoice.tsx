// Where to build and run: what the host found, and what is missing with the reason.
import { doctorStore } from '#renderer/store/doctor.ts';
import { useSlice } from '#renderer/store/useStore.ts';
import { Choice } from '#renderer/widgets/Choice.tsx';
import { targetOf, targetTitle } from './targets.ts';

interface TargetChoiceProps {
  readonly value: string;
  readonly onChange: (target: string) => void;
}

export function TargetChoice({ value, onChange }: TargetChoiceProps) {
  const doctor = useSlice(doctorStore, (slice) => slice.doctor);
  const found = (doctor?.targets ?? []).map((info) => ({
    value: targetOf(info),
    label: targetTitle(targetOf(info), doctor),
    detail: info.why,
    disabled: !info.canBuild,
  }));
  const known = found.some((option) => option.value === value);
  const options = known ? found : [{ value, label: targetTitle(value, doctor) }, ...found];
  return <Choice name="Target" value={value} options={options} onChange={onChange} />;
}
