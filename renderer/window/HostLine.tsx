// The host's machine and Lathe's version, at the end of the status line.

import { plainName } from '#renderer/format/format.ts';
import { doctorStore } from '#renderer/store/doctor.ts';
import { sessionStore } from '#renderer/store/session.ts';
import { useSlice } from '#renderer/store/useStore.ts';
import styles from './HostLine.module.css';

export function HostLine() {
  const doctor = useSlice(doctorStore, (slice) => slice.doctor);
  const version = useSlice(sessionStore, ({ session }) => session.lathe);
  return (
    <span className={styles.host}>
      {doctor && (
        <span className={styles.machine}>
          {plainName(doctor.cpu.model)} · {doctor.cpu.cores} cores
        </span>
      )}
      {version && <span>Lathe {version}</span>}
    </span>
  );
}
