// A tensor: its type and size, who makes and reads it, and for weights their values.
import { bytes, count } from '#renderer/format/format.ts';
import type { Link, TensorDetail } from '../detail.ts';
import { focusItem } from '../moves.ts';
import styles from './Inspector.module.css';
import { LongList } from './LongList.tsx';
import { Facts, Section } from './Section.tsx';
import { ValuesSection } from './ValuesSection.tsx';

const roles: Readonly<Record<TensorDetail['role'], string>> = {
  node: 'Activation',
  input: 'Graph input',
  weight: 'Weight',
  constant: 'Constant',
  outside: 'From outside',
  absent: 'Absent',
};

export function TensorPanel({ tensor }: { readonly tensor: TensorDetail }) {
  return (
    <>
      <header className={styles.head}>
        <span className={styles.role}>{roles[tensor.role]}</span>
        <h2 className={styles.title}>{tensor.name}</h2>
      </header>
      <Section title="Tensor">
        <Facts
          facts={[
            ['Type', <code key="type">{tensor.type}</code>],
            ['Elements', tensor.elements === null ? null : count(tensor.elements)],
            ['Size', tensor.bytes === null ? 'unknown until the shape is' : bytes(tensor.bytes)],
            ['Stored', tensor.place],
            ['Value', tensor.role === 'constant' ? <code key="value">{tensor.text}</code> : null],
          ]}
        />
      </Section>
      {tensor.producer && (
        <Section title="Made by">
          <LinkLine link={tensor.producer} />
        </Section>
      )}
      {tensor.readers.length > 0 && (
        <Section title="Read by" count={tensor.readers.length}>
          <LongList rows={tensor.readers}>{(link) => <LinkLine key={link.item} link={link} />}</LongList>
        </Section>
      )}
      {tensor.stored && <ValuesSection name={tensor.name} />}
      {tensor.metadata.length > 0 && (
        <Section title="Metadata">
          <Facts facts={tensor.metadata} />
        </Section>
      )}
    </>
  );
}

function LinkLine({ link: { item, label } }: { readonly link: Link }) {
  return (
    <button type="button" className={styles.link} title={label} onClick={() => focusItem(item)}>
      {label}
    </button>
  );
}
