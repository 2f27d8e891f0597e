// Everything on record about a build: what stayed in FP32 and why, warnings, versions, files.
import { CircleX, ClipboardCopy, Download, GitCompareArrows, SquareTerminal, TriangleAlert } from 'lucide-react';
import type { BuildRecord } from '#core/contract/build.ts';
import { takesWeights } from '#core/contract/refitRequest.ts';
import { longestPhases } from '#core/measure/longestPhases.ts';
import { showRewritten } from '#renderer/actions/beside.ts';
import { copyCommand, copyRecipe, copyTrtexec, saveFile } from '#renderer/actions/builds.ts';
import { HandOver } from '#renderer/exports/HandOver.tsx';
import { bytes, counted, duration, plainName } from '#renderer/format/format.ts';
import { gateSummary } from '#renderer/recipe/gateSummary.ts';
import { Button } from '#renderer/widgets/Button.tsx';
import { Benchmark } from './Benchmark.tsx';
import { BuildCalibration } from './BuildCalibration.tsx';
import styles from './BuildDetails.module.css';
import { LayerErrors } from './LayerErrors.tsx';
import { RefitMenu } from './RefitMenu.tsx';
import { useRunsHere } from './useRunsHere.ts';

export function BuildDetails({ build }: { readonly build: BuildRecord }) {
  const runs = useRunsHere(build);
  const operators = Object.entries(build.engineOperators).toSorted((a, b) => b[1] - a[1]);
  const { gate } = build;
  const time = longestPhases(build.phases)
    .map(({ name, ms }) => `${name} ${duration(ms)}`)
    .join(', ');
  const facts: readonly (readonly [string, string])[] = [
    ['Device', `${plainName(build.device)}${build.host === undefined ? '' : `, on ${build.host}`}`],
    ...(runs === null ? [] : [['Runs here', runs] as const]),
    ...(time === '' ? [] : [['Where its time went', time] as const]),
    ['Peak memory', bytes(build.peakMemoryBytes)],
    ...(gate?.passed ? [['Bounds', `${gateSummary(gate.gate)}: held on ${gate.source}`] as const] : []),
    ...(build.calibrationMs === null ? [] : [['Calibration', duration(build.calibrationMs)] as const]),
    [
      'Versions',
      Object.entries(build.versions)
        .map(([name, version]) => `${name} ${version}`)
        .join(', '),
    ],
    ['Engine’s operators', operators.map(([name, number]) => `${name} ${number}`).join(', ')],
    ['Engine SHA-256', build.engineSha256],
    ['Folder', build.directory],
  ];
  return (
    <div className={styles.details}>
      <div className={styles.actions}>
        <Button icon={<GitCompareArrows />} onClick={() => void showRewritten(build)}>
          Show what was rewritten
        </Button>
        <Button icon={<Download />} onClick={() => void saveFile(build, 'engine')}>
          Engine
        </Button>
        <Button icon={<Download />} onClick={() => void saveFile(build, 'rewritten')}>
          Rewritten ONNX
        </Button>
        <Button icon={<Download />} onClick={() => void saveFile(build, 'recipe')}>
          Recipe
        </Button>
        <Button icon={<Download />} onClick={() => void saveFile(build, 'log')}>
          Log
        </Button>
        <HandOver builds={[build]} />
        {takesWeights(build) && <RefitMenu build={build} />}
        <Button look="quiet" icon={<ClipboardCopy />} onClick={() => void copyRecipe(build)}>
          Copy recipe JSON
        </Button>
        <Button look="quiet" icon={<SquareTerminal />} onClick={() => void copyCommand(build)}>
          Copy CLI command
        </Button>
        {build.target.startsWith('tensorrt') && (
          <Button look="quiet" icon={<SquareTerminal />} onClick={() => void copyTrtexec(build)}>
            Copy as trtexec command
          </Button>
        )}
      </div>
      {gate && !gate.passed && (
        <ul className={styles.broken} aria-label={`Bounds broken on ${gate.source}`}>
          {gate.reasons.map((reason) => (
            <li key={reason}>
              <CircleX aria-hidden />
              {reason}
            </li>
          ))}
        </ul>
      )}
      {build.warnings.length > 0 && (
        <ul className={styles.warnings}>
          {build.warnings.map((warning) => (
            <li key={warning}>
              <TriangleAlert aria-hidden />
              {warning}
            </li>
          ))}
        </ul>
      )}
      <div className={styles.columns}>
        <dl className={styles.facts}>
          {facts.map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
        <div>
          <h4 className={styles.title}>
            {build.kept.length === 0
              ? 'No node was kept in FP32'
              : `${counted(build.kept.length, 'node')} kept in FP32`}
          </h4>
          <ul className={styles.kept} aria-label="Kept in FP32">
            {build.kept.map(({ node, reason }) => (
              <li key={node}>
                <code>{node}</code>
                <span>{reason}</span>
              </li>
            ))}
          </ul>
        </div>
      </div>
      <Benchmark build={build} />
      <LayerErrors build={build} />
      {build.calibration !== null && <BuildCalibration id={build.calibration} />}
    </div>
  );
}
