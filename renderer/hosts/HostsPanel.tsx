// Machines that build and measure: this one, those that were added with their targets, and a form to add another.
import { Popover } from '@base-ui/react/popover';
import { Server } from 'lucide-react';
import { reachHosts } from '#renderer/actions/hosts.ts';
import { doctorStore } from '#renderer/store/doctor.ts';
import { hostsStore } from '#renderer/store/hosts.ts';
import { useSlice } from '#renderer/store/useStore.ts';
import { AddHost } from './AddHost.tsx';
import { HomeStorage } from './HomeStorage.tsx';
import { HostRow, TargetList } from './HostRow.tsx';
import styles from './HostsPanel.module.css';

export function HostsPanel() {
  const hosts = useSlice(hostsStore, (slice) => slice.hosts);
  const doctor = useSlice(doctorStore, (slice) => slice.doctor);
  const ready = hosts.filter(({ state }) => state === 'ready').length;
  return (
    <Popover.Root onOpenChange={(open) => open && void reachHosts()}>
      <Popover.Trigger className={styles.trigger}>
        <Server aria-hidden />
        {hosts.length === 0 ? 'Hosts' : `Hosts ${ready} of ${hosts.length}`}
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner className={styles.place} side="top" align="end" sideOffset={6}>
          <Popover.Popup className={styles.popup}>
            <Popover.Title className={styles.title}>Hosts</Popover.Title>
            <Popover.Description className={styles.about}>
              Engines belong to the GPU that built them: let the machine that will run them build and measure.
            </Popover.Description>
            <ul className={styles.list}>
              <li className={styles.host}>
                <span className={styles.dot} data-state="ready" />
                <span className={styles.name}>This host</span>
                <TargetList doctor={doctor} />
                <HomeStorage />
              </li>
              {hosts.map((host) => (
                <HostRow key={host.name} host={host} />
              ))}
            </ul>
            <AddHost />
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}
