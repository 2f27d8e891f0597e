// The model as a whole: what it is, what goes in and out, what it is made of, and what is wrong with it.
import { GitCompareArrows, Scale } from 'lucide-react';
import { chooseBeside } from '#renderer/actions/beside.ts';
import { bytes, count } from '#renderer/format/format.ts';
import { showTab } from '#renderer/store/view.ts';
import { Button } from '#renderer/widgets/Button.tsx';
import type { ModelDetail } from '../detail.ts';
import styles from './Inspector.module.css';
import { IssueList } from './IssueList.tsx';
import { LongList } from './LongList.tsx';
import { OperatorBars } from './OperatorBars.tsx';
import { costText, operationCount } from './operationCount.ts';
import { Facts, Section } from './Section.tsx';

export function ModelPanel({ model }: { readonly model: ModelDetail }) {
  const serious = model.issues.some(({ severity }) => severity !== 'info');
  const issues = model.issues.length > 0 && (
    <Section title="Issues" count={model.issues.length}>
      <IssueList issues={model.issues} />
    </Section>
  );
  return (
    <>
      <header className={styles.head}>
        <span className={styles.role}>Model</span>
        <h2 className={styles.title}>{model.name}</h2>
        {model.doc !== '' && <p className={styles.doc}>{model.doc}</p>}
        <Button icon={<Scale />} className={styles.onward} onClick={() => showTab('compare')}>
          Compare FP32, FP16 and INT8
        </Button>
        <Button
          icon={<GitCompareArrows />}
          className={styles.onward}
          title="Open another model beside this one and go through what differs"
          onClick={() => void chooseBeside()}
        >
          Second model…
        </Button>
      </header>
      {serious && issues}
      <Section title="Inputs" count={model.inputs.length}>
        <Ports ports={model.inputs} />
      </Section>
      <Section title="Outputs" count={model.outputs.length}>
        <Ports ports={model.outputs} />
      </Section>
      <Section title="Model">
        <Facts
          facts={[
            ['Nodes', count(model.nodes)],
            ['Parameters', operationCount(model.parameters)],
            ['Weights', bytes(model.weightBytes)],
            ['File', bytes(model.fileBytes)],
            ['Multiply-adds', model.macs === null ? null : costText(model.macs, model.takenAsOne)],
            ['Opset', opsetText(model)],
            ['IR version', model.ir],
            ['Producer', model.producer],
            ['Domain', model.domain],
            ['Version', model.version === 0 ? null : model.version],
            ['Functions', model.functions.join(', ')],
          ]}
        />
      </Section>
      {!serious && issues}
      <Section title="Operators" count={model.operators.length}>
        <OperatorBars operators={model.operators} />
      </Section>
      {model.metadata.length > 0 && (
        <Section title="Metadata" count={model.metadata.length}>
          <Facts facts={model.metadata} />
        </Section>
      )}
    </>
  );
}

function Ports({ ports }: { readonly ports: ModelDetail['inputs'] }) {
  return (
    <LongList rows={ports} within={(rows) => <dl className={styles.ports}>{rows}</dl>}>
      {({ name, type }) => (
        <div key={name} className={styles.portLine}>
          <dt>{name}</dt>
          <dd>{type}</dd>
        </div>
      )}
    </LongList>
  );
}

/** The standard operators first, then as many others as are read at a glance. */
function opsetText({ opsets }: ModelDetail): string {
  const standard = opsets.filter(({ domain }) => domain === 'ai.onnx');
  const others = opsets.filter(({ domain }) => domain !== 'ai.onnx');
  const most = others.length > 2 ? 1 : 2;
  const shown = [...standard, ...others.slice(0, most)].map(({ domain, version }) => `${domain} ${version}`).join(', ');
  return others.length > most ? `${shown} and ${others.length - most} other domains` : shown;
}
