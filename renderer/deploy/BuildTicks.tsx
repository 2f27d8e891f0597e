// The builds of a model, each to be ticked.
import type { BuildRecord } from '#core/contract/build.ts';
import { targetTitle } from '#renderer/data/targets.ts';
import { ago, counted } from '#renderer/format/format.ts';
import { useNow } from '#renderer/jobs/useNow.ts';
import { tickBuild } from '#renderer/store/deployForm.ts';
import { doctorStore } from '#renderer/store/doctor.ts';
import { useSlice } from '#renderer/store/useStore.ts';
import { CheckBox } from '#renderer/widgets/CheckBox.tsx';
import { PrecisionBadge } from '#renderer/widgets/PrecisionBadge.tsx';
import { isTicked } from './chosenBuilds.ts';
import styles from './DeploySetup.module.css';
import { shortId } from './shortId.ts';

interface BuildTicksProps {
  readonly builds: readonly BuildRecord[];
  readonly ticked: Readonly<Record<string, boolean>>;
}

export function BuildTicks({ builds, ticked }: BuildTicksProps) {
  const doctor = useSlice(doctorStore, (slice) => slice.doctor);
  const now = useNow(true);
  if (builds.length === 0) return null;
  const severalTargets = new Set(builds.map(({ target }) => target)).size > 1;
  return (
    <fieldset className={styles.builds}>
      <legend>Builds</legend>
      {builds.map((build) => (
        <CheckBox
          key={build.id}
          checked={isTicked(build, builds, ticked)}
          onChange={(checked) => tickBuild(build.id, checked)}
        >
          <PrecisionBadge precision={build.precision} />
          <span className={styles.aside}>
            {severalTargets ? `${targetTitle(build.target, doctor)}, ` : ''}
            {ago(build.createdAt, now)}
            {hasSibling(build, builds) && `, ${shortId(build.id)}, ${counted(build.kept.length, 'node')} kept`}
          </span>
        </CheckBox>
      ))}
    </fieldset>
  );
}

/** Whether another build has its precision and target, so that more must be said to tell them apart. */
function hasSibling({ id, precision, target }: BuildRecord, builds: readonly BuildRecord[]): boolean {
  return builds.some((other) => other.id !== id && other.precision === precision && other.target === target);
}
