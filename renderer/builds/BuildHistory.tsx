// The builds so far: filtered, sorted, and each with everything on record about it.
import { useState } from 'react';
import type { BuildRecord } from '#core/contract/build.ts';
import type { ModelRef } from '#core/contract/model.ts';
import { mainPrecisions, type Precision, precisionSchema } from '#core/contract/recipe.ts';
import { useNow } from '#renderer/jobs/useNow.ts';
import { measurementStore } from '#renderer/store/measurements.ts';
import { sessionStore } from '#renderer/store/session.ts';
import { useSlice } from '#renderer/store/useStore.ts';
import { precisionNames } from '#renderer/widgets/PrecisionBadge.tsx';
import { Section } from '#renderer/widgets/Section.tsx';
import { Segments } from '#renderer/widgets/Segments.tsx';
import { Spoken } from '#renderer/widgets/Spoken.tsx';
import { Toggle } from '#renderer/widgets/Toggle.tsx';
import styles from './BuildHistory.module.css';
import { BuildRow } from './BuildRow.tsx';
import { measurementOf } from './cardState.ts';
import { listed, type Sorting, sortedBy } from './history.ts';
import { SortHead } from './SortHead.tsx';

const all = 'all';
/** The main ones, and what was built besides. */
function choices(builds: readonly BuildRecord[]) {
  const built = new Set(builds.map((build) => build.precision));
  const shown = precisionSchema.options.filter((value) => mainPrecisions.includes(value) || built.has(value));
  return [{ value: all, label: 'All' }, ...shown.map((value) => ({ value, label: precisionNames[value] }))] as const;
}

export function BuildHistory({ model }: { readonly model: ModelRef }) {
  const { builds, comparisons } = useSlice(sessionStore, ({ session }) => session);
  const alone = useSlice(measurementStore, ({ byBuild }) => byBuild);
  const [sorting, setSorting] = useState<Sorting>({ key: 'createdAt', descending: true });
  const [precision, setPrecision] = useState<Precision | typeof all>(all);
  const [everyModel, setEveryModel] = useState(false);
  const [open, setOpen] = useState<string | null>(null);
  const now = useNow(false);
  const measured = (build: string) => measurementOf(build, comparisons, alone);
  const filter = { model: everyModel ? null : model.id, precision: precision === all ? null : precision };
  const rows = listed(builds, filter, sorting, (build) => measured(build)?.latencyMs.median ?? null);
  const head = (key: Sorting['key'], title: string, number = false) => (
    <SortHead
      title={title}
      number={number}
      sorting={sorting}
      of={key}
      onSort={() => setSorting(sortedBy(sorting, key))}
    />
  );
  return (
    <Section
      title="Builds"
      aside={
        <>
          <Toggle checked={everyModel} onChange={setEveryModel}>
            All models
          </Toggle>
          <Segments name="Precision" value={precision} options={choices(builds)} onChange={setPrecision} />
        </>
      }
    >
      {rows.length === 0 ? (
        <p className={styles.none}>
          {precision === all
            ? 'Finished builds are listed here, with what was left in FP32 and why.'
            : `No build in ${precisionNames[precision]}.`}
        </p>
      ) : (
        <table className={styles.table} aria-label="Builds">
          <thead>
            <tr>
              <th scope="col" className={styles.fold}>
                <Spoken>Details</Spoken>
              </th>
              {head('precision', 'Precision')}
              {everyModel && <th scope="col">Model</th>}
              {head('createdAt', 'Built')}
              {head('target', 'Target')}
              {head('bytes', 'Size', true)}
              {head('buildMs', 'Build time', true)}
              {head('latency', 'Latency', true)}
              {head('kept', 'Kept in FP32', true)}
              <th scope="col" className={styles.actions}>
                <Spoken>Actions</Spoken>
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map((build) => (
              <BuildRow
                key={build.id}
                build={build}
                measurement={measured(build.id)}
                now={now}
                withModel={everyModel}
                open={open === build.id}
                onToggle={() => setOpen(open === build.id ? null : build.id)}
              />
            ))}
          </tbody>
        </table>
      )}
    </Section>
  );
}
