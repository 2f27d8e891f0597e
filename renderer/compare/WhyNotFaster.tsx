// For each build that is not faster than the fastest before it: what costs how much, where, and what to change.
import type { CompareReport } from '#core/contract/comparison.ts';
import type { WhyFinding } from '#core/contract/why.ts';
import { buildChanged } from '#renderer/actions/buildChanged.ts';
import { showLayers } from '#renderer/actions/showLayers.ts';
import { latency } from '#renderer/format/format.ts';
import { sessionStore } from '#renderer/store/session.ts';
import { useSlice } from '#renderer/store/useStore.ts';
import { Disclosure } from '#renderer/widgets/Disclosure.tsx';
import styles from './WhyNotFaster.module.css';

export function WhyNotFaster({ report }: { readonly report: CompareReport }) {
  const told = (report.why ?? []).filter(({ findings }) => findings.length > 0);
  const name = (id: string) => report.builds.find((build) => build.id === id)?.precision.toUpperCase() ?? '';
  return told.map(({ build, base, findings }) => (
    <Disclosure
      key={build}
      title={`Why is ${name(build)} not faster than ${name(base)}?`}
      summary={summaryOf(findings)}
    >
      <Reasons build={build} base={base} findings={findings} />
    </Disclosure>
  ));
}

const words: Readonly<Record<WhyFinding['kind'], string>> = {
  clocks: 'clocks',
  reformats: 'conversions',
  quantization: 'unfused Q/DQ',
  precision: 'wider layers',
  regions: 'slower regions',
  'small-kernels': 'small kernels',
};

function summaryOf(findings: readonly WhyFinding[]): string {
  return findings
    .slice(0, 3)
    .map(({ kind, ms }) => (ms === null ? words[kind] : `${words[kind]} ${latency(ms)}`))
    .join(', ');
}

interface ReasonsProps {
  readonly build: string;
  readonly base: string;
  readonly findings: readonly WhyFinding[];
}

function Reasons({ build: id, base, findings }: ReasonsProps) {
  const builds = useSlice(sessionStore, ({ session }) => session.builds);
  const build = builds.find((one) => one.id === id);
  const reference = builds.find((one) => one.id === base);
  const look = async () => {
    if (reference) await showLayers(reference);
    if (build) await showLayers(build);
  };
  return (
    <>
      <ul className={styles.list}>
        {findings.map(({ kind, ms, text, change }) => (
          <li key={`${kind} ${text}`} className={styles.finding}>
            <span className={styles.cost}>{ms === null ? '–' : latency(ms)}</span>
            <div>
              <p>{text}</p>
              {change && (
                <p className={styles.change}>
                  {change.text}
                  {build && (change.layers || change.keepIo !== undefined) && (
                    <button type="button" className={styles.action} onClick={() => void buildChanged(build, change)}>
                      Build with this change
                    </button>
                  )}
                </p>
              )}
            </div>
          </li>
        ))}
      </ul>
      {build && reference && (
        <button type="button" className={styles.action} onClick={() => void look()}>
          Show both engines in the graph
        </button>
      )}
    </>
  );
}
