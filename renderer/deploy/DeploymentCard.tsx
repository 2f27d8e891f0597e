// One deployment: its state, where clients reach it, how it fares, and what can be done with it.
import { Activity, Copy, Square } from 'lucide-react';
import { useState } from 'react';
import type { BuildRecord } from '#core/contract/build.ts';
import type { Deployment } from '#core/contract/serving.ts';
import { copyText } from '#renderer/actions/copyText.ts';
import { startDeploymentLoad, stopDeployment } from '#renderer/actions/deploy.ts';
import { counted } from '#renderer/format/format.ts';
import { Button } from '#renderer/widgets/Button.tsx';
import { Disclosure } from '#renderer/widgets/Disclosure.tsx';
import { FailureNote } from '#renderer/widgets/FailureNote.tsx';
import { IconButton } from '#renderer/widgets/IconButton.tsx';
import styles from './DeploymentCard.module.css';
import { LiveFigures } from './LiveFigures.tsx';
import { Snippets } from './Snippets.tsx';
import { VersionTable } from './VersionTable.tsx';

interface DeploymentCardProps {
  readonly deployment: Deployment;
  readonly builds: readonly BuildRecord[];
  /** A load is at work, and another would be in its latencies. */
  readonly loading: boolean;
}

const stateNames: Readonly<Record<Deployment['state'], string>> = {
  starting: 'Loading and warming up…',
  ready: 'Serving',
  stopping: 'Answering what is under way…',
  stopped: 'Stopped',
  failed: 'Failed',
};

export function DeploymentCard({ deployment, builds, loading }: DeploymentCardProps) {
  const { id, title, state, http, grpc, versions, options, failure } = deployment;
  const [stopping, setStopping] = useState(false);
  const { maxBatch, maxDelayUs, instances } = options.batching;
  const stop = async () => {
    setStopping(true);
    await stopDeployment(id);
    setStopping(false);
  };
  const ending = stopping || state === 'stopping';
  return (
    <section className={styles.card} aria-label={`Deployment ${title}`}>
      <header className={styles.head}>
        <h3 className={styles.title}>{title}</h3>
        <span className={styles.state} data-state={state} role="status">
          {stateNames[state]}
        </span>
        <span className={styles.options}>
          {maxBatch > 1 ? `batches up to ${maxBatch}, delay ${maxDelayUs} µs` : 'one request at a time'},{' '}
          {counted(instances, 'instance')}
        </span>
        {state === 'ready' && (
          <Button
            look="quiet"
            icon={<Activity />}
            disabled={ending || loading}
            onClick={() => void startDeploymentLoad(deployment)}
          >
            Run load on it
          </Button>
        )}
        <Button look="quiet" icon={<Square />} disabled={ending} onClick={() => void stop()}>
          {state === 'failed' ? 'Remove' : 'Stop'}
        </Button>
      </header>
      {failure && <FailureNote failure={failure} />}
      {(http !== null || grpc !== null) && (
        <div className={styles.addresses}>
          {http !== null && <Address name="HTTP" text={http} />}
          {grpc !== null && <Address name="gRPC" text={grpc} />}
        </div>
      )}
      {versions.length > 0 && <VersionTable deployment={deployment} builds={builds} />}
      {state === 'ready' && <LiveFigures deployment={deployment} />}
      {state === 'ready' && (
        <Disclosure title="Ask it" summary="curl, Python">
          <Snippets deployment={deployment} />
        </Disclosure>
      )}
    </section>
  );
}

function Address({ name, text }: { readonly name: string; readonly text: string }) {
  return (
    <span className={styles.address}>
      <span className={styles.protocol}>{name}</span>
      <code>{text}</code>
      <IconButton
        name={`Copy the ${name} address`}
        icon={<Copy />}
        onClick={() => void copyText(text, `The ${name} address`)}
      />
    </span>
  );
}
