// What TensorRT's own parser says of the model before it is built: every node that it does not read, with its words.
import { CircleCheck, Loader, Workflow } from 'lucide-react';
import type { ModelRef } from '#core/contract/model.ts';
import type { SupportReport } from '#core/contract/support.ts';
import { markNodes } from '#renderer/actions/askParser.ts';
import { counted } from '#renderer/format/format.ts';
import { doctorStore } from '#renderer/store/doctor.ts';
import { useSlice } from '#renderer/store/useStore.ts';
import { Button } from '#renderer/widgets/Button.tsx';
import { FailureNote } from '#renderer/widgets/FailureNote.tsx';
import styles from './ParserVerdict.module.css';
import { targetTitle } from './targets.ts';
import { useParserVerdict } from './useParserVerdict.ts';

/** More of them are told in one line. */
const shown = 6;

export function ParserVerdict({ model, target }: { readonly model: ModelRef; readonly target: string }) {
  const verdict = useParserVerdict(model.id, target);
  const doctor = useSlice(doctorStore, (slice) => slice.doctor);
  const name = targetTitle(target, doctor);
  if (!verdict) return null;
  if (verdict.kind === 'waiting') {
    // As high as the verdict that most models get, so that nothing moves when it comes.
    return (
      <p className={styles.asking} role="status">
        <Loader aria-hidden />
        Asking the parser of {name}…
      </p>
    );
  }
  if (verdict.kind === 'failed') return <FailureNote failure={verdict.failure} />;
  const { report } = verdict;
  if (report.supported) {
    return (
      <p className={styles.good}>
        <CircleCheck aria-hidden />
        The parser of {name} reads all {counted(report.nodes, 'node')}.
      </p>
    );
  }
  return (
    <FailureNote failure={{ reason: reasonOf(report, name), next: nextOf(report) }}>
      <Unread unsupported={report.unsupported} />
    </FailureNote>
  );
}

function Unread({ unsupported }: Pick<SupportReport, 'unsupported'>) {
  const nodes = unsupported.map(({ node }) => node).filter((node) => node !== '');
  return (
    <div className={styles.unread}>
      <ul>
        {unsupported.slice(0, shown).map(({ node, operator, reason }) => (
          <li key={`${node} ${reason}`}>
            {node === '' ? 'The model: ' : `${operator} `}
            {node !== '' && <code>{node}</code>}
            {node !== '' && ': '}
            {reason}
          </li>
        ))}
        {unsupported.length > shown && <li>and {unsupported.length - shown} more</li>}
      </ul>
      {nodes.length > 0 && (
        <Button icon={<Workflow />} onClick={() => void markNodes(nodes)}>
          Mark in the graph
        </Button>
      )}
    </div>
  );
}

function reasonOf({ nodes, supportedNodes }: SupportReport, name: string): string {
  return supportedNodes === nodes
    ? `The parser of ${name} cannot read this model.`
    : `The parser of ${name} does not read ${nodes - supportedNodes} of ${counted(nodes, 'node')}.`;
}

function nextOf({ subgraphs, supportedNodes, nodes }: SupportReport): string {
  const parts = subgraphs > 1 && supportedNodes < nodes ? ` The others lie in ${subgraphs} parts.` : '';
  return `Export the model with other operators there, load a plugin, or build for ONNX Runtime.${parts}`;
}
