// A node: its operator, attributes, inputs and outputs, and what it costs.
import { CornerDownRight } from 'lucide-react';
import type { ReactNode } from 'react';
import { useStore } from 'zustand';
import { bytes } from '#renderer/format/format.ts';
import { Button } from '#renderer/widgets/Button.tsx';
import type { NodeDetail } from '../detail.ts';
import { enter, graphStore } from '../store.ts';
import { FusionFacts } from './FusionFacts.tsx';
import styles from './Inspector.module.css';
import { LongList } from './LongList.tsx';
import { costText, operationCount } from './operationCount.ts';
import { PortRow } from './PortRow.tsx';
import { Facts, Section } from './Section.tsx';

export function NodePanel({ node, more }: { readonly node: NodeDetail; readonly more?: ReactNode }) {
  const scope = useStore(graphStore, ({ map }) => map?.scene.scope ?? []);
  const operator = node.domain === '' ? node.operator : `${node.domain}.${node.operator}`;
  return (
    <>
      <header className={styles.head}>
        <span className={styles.family} style={{ background: `var(--family-${node.family})` }}>
          {operator}
        </span>
        <h2 className={styles.title}>{node.name}</h2>
        {node.doc !== '' && <p className={styles.doc}>{node.doc}</p>}
        {node.deprecated && <p className={styles.warning}>This operator is deprecated in the model’s opset.</p>}
      </header>
      {node.inside.length > 0 && (
        <div className={styles.actions}>
          {node.inside.map(({ step, label }) => (
            <Button key={label} icon={<CornerDownRight />} onClick={() => void enter([...scope, step])}>
              Open {label}
            </Button>
          ))}
        </div>
      )}
      {more}
      <FusionFacts item={node.item} />
      {node.attributes.length > 0 && (
        <Section title="Attributes" count={node.attributes.length}>
          <table className={styles.attributes}>
            <tbody>
              {node.attributes.map(({ name, type, text, usual }) => (
                <tr key={name} data-usual={usual}>
                  <th scope="row">{name}</th>
                  <td className={styles.value}>{text || '–'}</td>
                  <td className={styles.type}>{usual ? 'default' : type}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Section>
      )}
      {node.inputs.length > 0 && (
        <Section title="Inputs" count={node.inputs.length}>
          <LongList rows={node.inputs}>
            {/* A node may read one value twice; its places do not change. */}
            {(port, place) => <PortRow key={place} port={port} />}
          </LongList>
        </Section>
      )}
      {node.outputs.length > 0 && (
        <Section title="Outputs" count={node.outputs.length}>
          <LongList rows={node.outputs}>
            {/* Absent outputs have no names; places do not change. */}
            {(port, place) => <PortRow key={place} port={port} item={node.item} place={place} />}
          </LongList>
        </Section>
      )}
      {node.taken.length > 0 && (
        <Section title="Taken inside from here" count={node.taken.length}>
          <LongList rows={node.taken}>{(port) => <PortRow key={port.value} port={port} />}</LongList>
        </Section>
      )}
      <Section title="Cost">
        <Facts
          facts={[
            [
              node.fused ? 'Multiply-adds' : 'Operations',
              node.macs === null ? 'unknown' : costText(node.macs, node.takenAsOne),
            ],
            ['Parameters', node.parameters > 0 && operationCount(node.parameters)],
            ['Weights', node.weightBytes > 0 && bytes(node.weightBytes)],
            ['Output', node.outputBytes === null ? 'size unknown' : bytes(node.outputBytes)],
            ['Since opset', node.since],
          ].map(([label, value]) => [String(label), value === false ? null : value] as const)}
        />
      </Section>
      {node.metadata.length > 0 && (
        <Section title="Metadata">
          <Facts facts={node.metadata} />
        </Section>
      )}
    </>
  );
}
