// Where to build and run: the targets of this host and of all others, and what is missing with the reason.
import { doctorStore } from '#renderer/store/doctor.ts';
import { hostsStore } from '#renderer/store/hosts.ts';
import { useSlice } from '#renderer/store/useStore.ts';
import { Choice, type Option } from '#renderer/widgets/Choice.tsx';
import { targetOf, targetTitle } from './targets.ts';

interface TargetChoiceProps {
  readonly value: string;
  /** Null: this one. Not given: other hosts are not offered. */
  readonly host?: string | null;
  readonly onChange: (target: string, host: string | null) => void;
}

export function TargetChoice({ value, host, onChange }: TargetChoiceProps) {
  const doctor = useSlice(doctorStore, (slice) => slice.doctor);
  const hosts = useSlice(hostsStore, (slice) => slice.hosts);
  const here: Option<string>[] = (doctor?.targets ?? []).map((info) => ({
    value: targetOf(info),
    label: targetTitle(targetOf(info), doctor),
    detail: info.why,
    disabled: !info.canBuild,
  }));
  const elsewhere: Option<string>[] = (host === undefined ? [] : hosts).flatMap(
    ({ name, state, why, doctor: theirs }) =>
      (theirs?.targets ?? [])
        .filter(({ canBuild }) => canBuild)
        .map((info) => ({
          value: onHost(targetOf(info), name),
          label: `${targetTitle(targetOf(info), theirs)} on ${name}`,
          detail: state === 'ready' ? info.device : `Not connected${why === '' ? '' : `: ${why}`}`,
          disabled: state !== 'ready',
        })),
  );
  const found = [...here, ...elsewhere];
  const chosen = host ? onHost(value, host) : value;
  const label = host ? `${targetTitle(value, null)} on ${host}` : targetTitle(value, doctor);
  const known = found.some((option) => option.value === chosen);
  const options = known ? found : [{ value: chosen, label }, ...found];
  const choose = (next: string) => {
    const [target = '', name] = next.split(' ');
    onChange(target, name ?? null);
  };
  return <Choice name="Target" value={chosen} options={options} onChange={choose} />;
}

/** Neither a target nor a host's name holds a space. */
function onHost(target: string, host: string): string {
  return `${target} ${host}`;
}
