// One host: whether it is reached, why not, and its targets.
import { Trash2 } from 'lucide-react';
import type { RemoteHost } from '#core/contract/remote.ts';
import type { Doctor } from '#core/contract/target.ts';
import { removeHost } from '#renderer/actions/hosts.ts';
import { targetOf, targetTitle } from '#renderer/data/targets.ts';
import { plainName } from '#renderer/format/format.ts';
import { ConfirmButton } from '#renderer/widgets/ConfirmButton.tsx';
import { HomeStorage } from './HomeStorage.tsx';
import styles from './HostsPanel.module.css';

const words: Readonly<Record<RemoteHost['state'], string>> = {
  idle: 'Not connected',
  connecting: 'Connecting…',
  ready: 'Connected',
  lost: 'Connection lost; trying again',
  refused: '',
};

/** A host that was never reached has lost nothing. */
function stateText({ state, why, doctor }: RemoteHost): string {
  const word = state === 'lost' && doctor === null ? 'Not reached; trying again' : words[state];
  if (why === '') return word;
  return word === '' ? why : `${word}. ${why}`;
}

export function HostRow({ host }: { readonly host: RemoteHost }) {
  const { name, way, state, doctor } = host;
  return (
    <li className={styles.host}>
      <span className={styles.dot} data-state={state} />
      <span className={styles.name}>{name}</span>
      <code className={styles.way}>{way.kind === 'url' ? way.url : way.command}</code>
      <span className={styles.remove}>
        <ConfirmButton
          name={`Remove ${name}`}
          word="Remove"
          icon={<Trash2 />}
          onConfirm={() => void removeHost(name)}
        />
      </span>
      {state !== 'ready' && (
        <span className={styles.why} data-state={state}>
          {stateText(host)}
        </span>
      )}
      <TargetList doctor={doctor} />
      {state === 'ready' && <HomeStorage host={name} />}
    </li>
  );
}

/** What can be built or run there, each with its version and device (an NVIDIA one with its compute capability). */
export function TargetList({ doctor }: { readonly doctor: Doctor | null }) {
  const targets = doctor?.targets.filter(({ canBuild, canRun }) => canBuild || canRun) ?? [];
  return (
    <span className={styles.targets}>
      {targets.map((target) => (
        <span key={targetOf(target)}>
          {targetTitle(targetOf(target), doctor)} <span className={styles.device}>{plainName(target.device)}</span>
        </span>
      ))}
    </span>
  );
}
