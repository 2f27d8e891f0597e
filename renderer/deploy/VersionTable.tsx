// What a deployment serves, each model with its state, and another build to put in its place.
import { useState } from 'react';
import type { BuildRecord } from '#core/contract/build.ts';
import type { Deployment, ServedVersion } from '#core/contract/serving.ts';
import { swapBuild } from '#renderer/actions/deploy.ts';
import { targetTitle } from '#renderer/data/targets.ts';
import { ago } from '#renderer/format/format.ts';
import { doctorStore } from '#renderer/store/doctor.ts';
import { useSlice } from '#renderer/store/useStore.ts';
import { Choice } from '#renderer/widgets/Choice.tsx';
import { precisionNames } from '#renderer/widgets/PrecisionBadge.tsx';
import styles from './DeploymentCard.module.css';

interface VersionTableProps {
  readonly deployment: Deployment;
  readonly builds: readonly BuildRecord[];
}

export function VersionTable({ deployment, builds }: VersionTableProps) {
  const doctor = useSlice(doctorStore, (slice) => slice.doctor);
  const [swapping, setSwapping] = useState<string | null>(null);
  const swap = async (name: string, build: string) => {
    setSwapping(name);
    await swapBuild(deployment.id, name, build);
    setSwapping(null);
  };
  return (
    <table className={styles.table} aria-label={`What ${deployment.title} serves`}>
      <thead>
        <tr>
          <th scope="col">Model</th>
          <th scope="col">Precision</th>
          <th scope="col">Runs on</th>
          <th scope="col">Batches</th>
          <th scope="col">Takes</th>
          <th scope="col">State</th>
          <th scope="col">Exchange</th>
        </tr>
      </thead>
      <tbody>
        {deployment.versions.map((version) => (
          <tr key={`${version.name} ${version.version} ${version.path}`}>
            <th scope="row">
              {version.name} {version.version !== '1' && version.version}
            </th>
            <td>{precisionText(version.precision)}</td>
            <td>{targetTitle(version.platform, doctor)}</td>
            <td>{version.maxBatch > 1 ? `up to ${version.maxBatch}` : 'none'}</td>
            <td>
              {version.inputs
                .map(({ name, datatype, shape }) => `${name} ${datatype} [${shape.join(', ')}]`)
                .join('; ')}
              {version.images && ', or images'}
            </td>
            <td>{swapping === version.name ? 'exchanging…' : stateText(version)}</td>
            <td>
              <Choice
                quiet
                name={`Another build for ${version.name}`}
                value={buildOf(version, builds)}
                disabled={swapping !== null || deployment.state !== 'ready' || !hasOther(version, builds)}
                options={[
                  ...(buildOf(version, builds) === '' ? [{ value: '', label: 'The model' }] : []),
                  ...builds.map((build) => ({
                    value: build.id,
                    label: precisionNames[build.precision],
                    detail: ago(build.createdAt, Date.now()),
                  })),
                ]}
                onChange={(build) => build !== '' && void swap(version.name, build)}
              />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** A build's id; empty for a model that is served without one, and for a build that is gone. */
function buildOf({ path }: ServedVersion, builds: readonly BuildRecord[]): string {
  return builds.find(({ directory }) => directory === path)?.id ?? '';
}

function hasOther({ path }: ServedVersion, builds: readonly BuildRecord[]): boolean {
  return builds.some(({ directory }) => directory !== path);
}

function precisionText(precision: string | null): string {
  return Object.entries(precisionNames).find(([known]) => known === precision)?.[1] ?? '–';
}

function stateText({ state, reason }: ServedVersion): string {
  return reason === '' ? state : `${state}: ${reason}`;
}
