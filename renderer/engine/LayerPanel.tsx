// A layer of the engine in the inspector: its kernel, what it reads and writes, and the nodes it computes.

import { nodesOf, type ReportedLayer } from '#core/fusion/engine/engineReport.ts';
import type { LayerTensor } from '#core/fusion/inspector/readLayers.ts';
import { bytes, digits, latency, count as number, percent } from '#renderer/format/format.ts';
import inspector from '#renderer/graph/inspector/Inspector.module.css';
import { Facts, Section } from '#renderer/graph/inspector/Section.tsx';
import type { OpenEngine } from './engines.ts';
import styles from './LayerPanel.module.css';
import { selectLayer, selectNode } from './link.ts';
import { TypeMark } from './TypeMark.tsx';

interface LayerPanelProps {
  readonly engine: OpenEngine;
  readonly layer: ReportedLayer;
}

export function LayerPanel({ engine, layer }: LayerPanelProps) {
  const nodes = nodesOf(layer);
  const known = engine.reading.operators;
  const served = layer.serves === null ? undefined : engine.reading.report.layers[layer.serves];
  return (
    <>
      <header className={inspector.head}>
        <span className={styles.kind}>{layer.kind || 'Layer'}</span>
        <h2 className={inspector.title}>{layer.name}</h2>
        <p className={inspector.doc}>
          Layer {layer.index + 1} of {engine.title}
        </p>
      </header>
      <Section title="Kernel">
        <Facts
          facts={[
            ['Works in', <TypeMark key="type" type={layer.precision} />],
            ['Time', layer.ms === null ? null : `${latency(layer.ms)}, ${percent(layer.share)} of all layers`],
            ['Traffic', layer.bytes === null ? null : bytes(layer.bytes)],
            ['Operations', layer.operations ? operations(layer.operations) : null],
            ['Rate', rate(layer)],
            [
              'Name',
              layer.kernel === '' ? null : (
                <code key="name" className={styles.kernel}>
                  {layer.kernel}
                </code>
              ),
            ],
          ]}
        />
      </Section>
      <Section title="ONNX nodes" count={nodes.length}>
        {nodes.length === 0 && <p className={inspector.doc}>The runtime put this layer in by itself.</p>}
        {nodes.map((node) =>
          known.has(node) ? (
            <button key={node} type="button" className={styles.node} onClick={() => selectNode(node)}>
              {node}
              {layer.inferred.includes(node) && <span className={styles.quiet}> (not named by the engine)</span>}
            </button>
          ) : (
            <p key={node} className={styles.foreign}>
              {node} (put in by the rewrite)
            </p>
          ),
        )}
        {served && (
          <button type="button" className={styles.node} onClick={() => selectLayer(served.index)}>
            <span className={styles.quiet}>serves layer {served.index + 1}: </span>
            {nodesOf(served)[0] ?? served.name}
          </button>
        )}
      </Section>
      <Tensors title="Reads" tensors={layer.inputs} />
      <Tensors title="Writes" tensors={layer.outputs} />
    </>
  );
}

function Tensors({ title, tensors }: { readonly title: string; readonly tensors: readonly LayerTensor[] }) {
  if (tensors.length === 0) return null;
  return (
    <Section title={title} count={tensors.length}>
      {tensors.map(({ name, dims, type, format }) => (
        <div key={name} className={styles.tensor}>
          <span className={styles.name}>{name}</span>
          <span className={styles.quiet}>
            {type} {dims.join('×')}
          </span>
          {format !== type && <span className={styles.quiet}>{format}</span>}
        </div>
      ))}
    </Section>
  );
}

function operations(count: number): string {
  return count >= 1e9 ? `${digits(count / 1e9)} G` : count >= 1e6 ? `${digits(count / 1e6)} M` : number(count);
}

/** Both roofs of a roofline: what the layer reached of arithmetic and of memory. */
function rate({ ms, operations: count, bytes: moved }: ReportedLayer): string | null {
  if (!ms) return null;
  const parts = [
    count ? (count / ms >= 1e9 ? `${digits(count / ms / 1e9)} TOP/s` : `${digits(count / ms / 1e6)} GOP/s`) : '',
    moved ? `${digits(moved / ms / 1e6)} GB/s` : '',
  ];
  return parts.filter(Boolean).join(', ') || null;
}
