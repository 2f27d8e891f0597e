// What a host keeps on its disk, and a button for what of it nothing refers to.
import { useEffect, useState } from 'react';
import { type HomeReport, homePartTitles } from '#core/contract/home.ts';
import { cleanHome, readHome } from '#renderer/actions/home.ts';
import { bytes } from '#renderer/format/format.ts';
import { Button } from '#renderer/widgets/Button.tsx';
import styles from './HostsPanel.module.css';

interface HomeStorageProps {
  /** Another one's name; not given: this one. */
  readonly host?: string;
}

export function HomeStorage({ host }: HomeStorageProps) {
  const [report, setReport] = useState<HomeReport | null>(null);
  const [working, setWorking] = useState(false);
  useEffect(() => {
    let open = true;
    void readHome(host).then((read) => open && setReport(read));
    return () => {
      open = false;
    };
  }, [host]);
  const clean = async () => {
    setWorking(true);
    setReport(await cleanHome(host));
    setWorking(false);
  };
  if (!report) return <span className={styles.storage}>Measuring its disk…</span>;
  const { root, parts, unused, free } = report;
  const held = parts.filter((part) => part.bytes > 0).toSorted((a, b) => b.bytes - a.bytes);
  const total = held.reduce((sum, part) => sum + part.bytes, 0);
  const breakdown = held.map((part) => `${bytes(part.bytes)} ${homePartTitles[part.part]}`).join('\n');
  return (
    <span className={styles.storage}>
      <span title={`${root}\n${breakdown}`}>
        {bytes(total)} kept, {bytes(free)} free on its disk
      </span>
      {unused.files > 0 && (
        <Button look="quiet" disabled={working} onClick={() => void clean()}>
          {working ? 'Deleting…' : `Delete ${bytes(unused.bytes)} that nothing refers to`}
        </Button>
      )}
    </span>
  );
}
