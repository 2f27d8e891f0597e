// What a node became in each engine that is open: its kernel, how long it takes, and the precision it works in.
import { useStore } from 'zustand';
import { nodesOf } from '#core/fusion/engine/engineReport.ts';
import { counted, latency } from '#renderer/format/format.ts';
import { Section } from '#renderer/graph/inspector/Section.tsx';
import styles from './EngineFacts.module.css';
import { engineStore, type OpenEngine } from './engines.ts';
import { layersOfNode, showLayer } from './link.ts';
import { TypeMark } from './TypeMark.tsx';

export function EngineFacts({ node }: { readonly node: string }) {
  const engines = useStore(engineStore, (state) => state.engines);
  if (engines.length === 0) return null;
  return (
    <Section title="In engines" count={engines.length}>
      <ul className={styles.list} aria-label="This node in each engine">
        {engines.map((engine) => (
          <li key={engine.id} className={styles.engine}>
            <p className={styles.title}>{engine.title}</p>
            <InEngine engine={engine} node={node} />
          </li>
        ))}
      </ul>
    </Section>
  );
}

function InEngine({ engine, node }: { readonly engine: OpenEngine; readonly node: string }) {
  const layers = layersOfNode(engine, node);
  if (layers.length === 0) return <p className={styles.fate}>{fate(engine, node)}</p>;
  return layers.map((layer) => {
    const others = nodesOf(layer).length - 1;
    return (
      <button
        key={layer.index}
        type="button"
        className={styles.layer}
        title={`${layer.name}\nShow this layer`}
        onClick={() => showLayer(engine.id, layer.index)}
      >
        <span className={styles.figures}>
          <TypeMark type={layer.precision} />
          <span>{layer.ms === null ? 'no time' : latency(layer.ms)}</span>
          <span className={styles.quiet}>
            {layer.kind}
            {others > 0 && `, with ${counted(others, 'other node')}`}
          </span>
        </span>
        <code className={styles.kernel}>{layer.kernel || layer.name}</code>
      </button>
    );
  });
}

function fate({ reading }: OpenEngine, node: string): string {
  const { folded, removed } = reading.report;
  const was = folded.find((one) => one.node === node);
  if (was) return `Computed at build time: ${was.reason}`;
  const gone = removed.find((one) => one.node === node);
  return gone ? `Removed: ${gone.reason}` : 'No layer of this engine names it.';
}
