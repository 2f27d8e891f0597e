// A dot that says whether the host is there, with the host's machine behind it.
import { plainName } from '#renderer/format/format.ts';
import { doctorStore } from '#renderer/store/doctor.ts';
import { linkStore } from '#renderer/store/link.ts';
import { useSlice } from '#renderer/store/useStore.ts';
import { Tip } from '#renderer/widgets/Tip.tsx';
import styles from './ConnectionState.module.css';

const words = { connecting: 'Connecting', ready: 'Connected', lost: 'Disconnected' } as const;

export function ConnectionState() {
  const kind = useSlice(linkStore, ({ link }) => link.kind);
  const doctor = useSlice(doctorStore, (slice) => slice.doctor);
  const machine = doctor && `${plainName(doctor.cpu.model)}, ${doctor.cpu.cores} cores, ${doctor.platform}`;
  return (
    <Tip
      text={
        <>
          {words[kind]} {kind === 'ready' ? 'to the host' : ''}
          {machine && <div className={styles.machine}>{machine}</div>}
        </>
      }
    >
      <button type="button" className={styles.state} data-kind={kind} aria-label={`Host: ${words[kind].toLowerCase()}`}>
        <span className={styles.dot} />
        {kind !== 'ready' && words[kind]}
      </button>
    </Tip>
  );
}
