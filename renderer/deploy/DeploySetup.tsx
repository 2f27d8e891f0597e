// What to deploy and how: builds, batching, addresses; and what a load tries.
import { Activity, Rocket } from 'lucide-react';
import { useState } from 'react';
import type { BuildRecord } from '#core/contract/build.ts';
import type { ModelRef } from '#core/contract/model.ts';
import { deployBuilds, startCompareLoad } from '#renderer/actions/deploy.ts';
import styles from '#renderer/compare/CompareSetup.module.css';
import { HandOver } from '#renderer/exports/HandOver.tsx';
import { counted } from '#renderer/format/format.ts';
import { changeDeployForm, deployFormStore } from '#renderer/store/deployForm.ts';
import { linkStore } from '#renderer/store/link.ts';
import { useSlice } from '#renderer/store/useStore.ts';
import { Button } from '#renderer/widgets/Button.tsx';
import { Disclosure } from '#renderer/widgets/Disclosure.tsx';
import { BatchingFields } from './BatchingFields.tsx';
import { BuildTicks } from './BuildTicks.tsx';
import { chosenBuilds } from './chosenBuilds.ts';
import own from './DeploySetup.module.css';
import { LoadFields } from './LoadFields.tsx';

interface DeploySetupProps {
  readonly model: ModelRef;
  readonly builds: readonly BuildRecord[];
  readonly loading: boolean;
}

export function DeploySetup({ model, builds, loading }: DeploySetupProps) {
  const { form, ticked } = useSlice(deployFormStore, (slice) => slice);
  const connected = useSlice(linkStore, ({ link }) => link.kind === 'ready');
  const [starting, setStarting] = useState(false);
  const chosen = chosenBuilds(builds, ticked);
  const idle = !connected || chosen.length === 0;
  const variants = chosen.length * form.delaysUs.length * form.instances.length;
  const deploy = async () => {
    setStarting(true);
    await deployBuilds(chosen);
    setStarting(false);
  };
  const { maxBatch, instances } = form.batching;
  return (
    <section className={styles.setup} aria-label="What to deploy">
      <div>
        <h2 className={styles.title}>Deploy</h2>
        <p className={styles.model}>{model.name}</p>
      </div>
      <BuildTicks builds={builds} ticked={ticked} />
      <Disclosure title="Options" summary={`batches of ${maxBatch}, ${counted(instances, 'instance')}`}>
        <BatchingFields form={form} onChange={changeDeployForm} />
      </Disclosure>
      <Button
        look="primary"
        icon={<Rocket />}
        className={styles.go}
        disabled={idle || starting}
        onClick={() => void deploy()}
      >
        {starting ? 'Starting…' : 'Deploy'}
      </Button>
      <HandOver builds={chosen} batching={form.batching} className={own.handOver} />
      <fieldset className={own.load}>
        <legend>Under load</legend>
        <LoadFields form={form} onChange={changeDeployForm} />
      </fieldset>
      <Button
        icon={<Activity />}
        className={styles.go}
        disabled={idle || loading}
        onClick={() => void startCompareLoad(chosen)}
      >
        Run load
      </Button>
      <p className={styles.hindrance}>
        {builds.length === 0
          ? 'There is nothing to deploy before something is built.'
          : chosen.length === 0
            ? 'Choose at least one build.'
            : `${counted(variants, 'variant')}, each deployed for its load alone and stopped.`}
      </p>
    </section>
  );
}
