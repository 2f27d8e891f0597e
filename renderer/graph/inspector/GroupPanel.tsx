// A folded group: what it holds and costs, and the values that enter and leave it.
import { FileOutput, UnfoldVertical } from 'lucide-react';
import { bytes } from '#renderer/format/format.ts';
import { Button } from '#renderer/widgets/Button.tsx';
import type { GroupDetail } from '../detail.ts';
import { extract } from '../extract.ts';
import { toggleGroup } from '../folding.ts';
import styles from './Inspector.module.css';
import { LongList } from './LongList.tsx';
import { OperatorBars } from './OperatorBars.tsx';
import { costText, operationCount } from './operationCount.ts';
import { PortRow } from './PortRow.tsx';
import { Facts, Section } from './Section.tsx';

export function GroupPanel({ group }: { readonly group: GroupDetail }) {
  return (
    <>
      <header className={styles.head}>
        <span className={styles.role}>{group.times > 1 ? `Group, one of ${group.times} alike` : 'Group'}</span>
        <h2 className={styles.title}>{group.path}</h2>
      </header>
      <div className={styles.actions}>
        <Button icon={<UnfoldVertical />} onClick={() => void toggleGroup(group.group)}>
          Unfold
        </Button>
        <Button icon={<FileOutput />} onClick={() => void extract([group.item])}>
          Extract…
        </Button>
      </div>
      <Section title="Together">
        <Facts
          facts={[
            ['Nodes', group.nodes],
            ['Multiply-adds', group.macs === null ? null : costText(group.macs, group.takenAsOne)],
            ['Parameters', group.parameters > 0 && operationCount(group.parameters)],
            ['Weights', group.weightBytes > 0 && bytes(group.weightBytes)],
          ].map(([label, value]) => [String(label), value === false ? null : value] as const)}
        />
      </Section>
      <Section title="Operators" count={group.operators.length}>
        <OperatorBars operators={group.operators} />
      </Section>
      <Ports title="Inputs" ports={group.inputs} />
      <Ports title="Outputs" ports={group.outputs} item={group.item} />
    </>
  );
}

interface PortsProps {
  readonly title: string;
  readonly ports: GroupDetail['inputs'];
  readonly item?: number;
}

function Ports({ title, ports, item }: PortsProps) {
  if (ports.length === 0) return null;
  return (
    <Section title={title} count={ports.length}>
      <LongList rows={ports}>
        {(port, place) => <PortRow key={port.value} port={port} {...(item === undefined ? {} : { item, place })} />}
      </LongList>
    </Section>
  );
}
