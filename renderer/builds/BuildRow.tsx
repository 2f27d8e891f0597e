// One build in the history: its figures, its actions, and its record below when open.
import { ChevronRight, Download, FolderOpen, Layers, Trash2, TriangleAlert } from 'lucide-react';
import type { BuildRecord } from '#core/contract/build.ts';
import type { Measurement } from '#core/contract/measurement.ts';
import { remove, saveFile } from '#renderer/actions/builds.ts';
import { showLayers } from '#renderer/actions/showLayers.ts';
import { platform } from '#renderer/connection/current.ts';
import { targetTitle } from '#renderer/data/targets.ts';
import { ago, bytes, counted, duration, latency } from '#renderer/format/format.ts';
import { doctorStore } from '#renderer/store/doctor.ts';
import { useSlice } from '#renderer/store/useStore.ts';
import { ConfirmButton } from '#renderer/widgets/ConfirmButton.tsx';
import { GateBadge } from '#renderer/widgets/GateBadge.tsx';
import { IconButton } from '#renderer/widgets/IconButton.tsx';
import { PrecisionBadge } from '#renderer/widgets/PrecisionBadge.tsx';
import { BuildDetails } from './BuildDetails.tsx';
import styles from './BuildRow.module.css';
import { mixText } from './mixText.ts';

interface BuildRowProps {
  readonly build: BuildRecord;
  readonly measurement: Measurement | null;
  readonly now: number;
  readonly withModel: boolean;
  readonly open: boolean;
  readonly onToggle: () => void;
}

export function BuildRow({ build, measurement, now, withModel, open, onToggle }: BuildRowProps) {
  const { reveal } = platform;
  const doctor = useSlice(doctorStore, (slice) => slice.doctor);
  const mix = mixText(build.recipe);
  return (
    <>
      <tr className={styles.row} data-open={open || undefined}>
        <td>
          <IconButton
            name={open ? 'Hide the record' : 'Show the record'}
            aria-expanded={open}
            className={styles.fold}
            icon={<ChevronRight />}
            onClick={onToggle}
          />
        </td>
        <th scope="row">
          <PrecisionBadge precision={build.precision} /> <GateBadge gate={build.gate} />
          {mix && <span className={styles.mix}>{mix}</span>}
          {build.warnings.length > 0 && (
            <TriangleAlert
              className={styles.warning}
              role="img"
              aria-label={counted(build.warnings.length, 'warning')}
            />
          )}
        </th>
        {withModel && <td>{build.modelName}</td>}
        <td>{ago(build.createdAt, now)}</td>
        <td>
          {targetTitle(build.target, doctor)}
          {build.host !== undefined && ` on ${build.host}`}
        </td>
        <td className={styles.number}>{bytes(build.bytes)}</td>
        <td className={styles.number}>{duration(build.buildMs)}</td>
        <td className={styles.number}>{latency(measurement?.latencyMs.median ?? null)}</td>
        <td className={styles.number}>{build.kept.length === 0 ? '–' : counted(build.kept.length, 'node')}</td>
        <td className={styles.actions}>
          <IconButton
            name="Show its layers in the graph"
            side="left"
            icon={<Layers />}
            onClick={() => void showLayers(build)}
          />
          {reveal ? (
            <IconButton
              name="Show in its folder"
              side="left"
              icon={<FolderOpen />}
              onClick={() => void reveal(build.engine)}
            />
          ) : (
            <IconButton
              name="Save the engine"
              side="left"
              icon={<Download />}
              onClick={() => void saveFile(build, 'engine')}
            />
          )}
          <ConfirmButton
            name="Remove this build"
            word="Remove"
            icon={<Trash2 />}
            onConfirm={() => void remove(build)}
          />
        </td>
      </tr>
      {open && (
        <tr className={styles.record}>
          <td colSpan={withModel ? 10 : 9}>
            <BuildDetails build={build} />
          </td>
        </tr>
      )}
    </>
  );
}
