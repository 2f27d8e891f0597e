// How many nodes the parser of the previewed target does not read; a click marks them.
import { markNodes } from '#renderer/actions/askParser.ts';
import { useParserVerdict } from '#renderer/data/useParserVerdict.ts';
import { counted } from '#renderer/format/format.ts';
import { useModel } from '#renderer/store/selection.ts';
import styles from './FusionSummary.module.css';

/** Nothing where all are read, or the host does not have that target. */
export function UnreadNodes({ target }: { readonly target: string }) {
  const model = useModel();
  const verdict = useParserVerdict(model?.id ?? null, target);
  if (verdict?.kind !== 'ready' || verdict.report.supported) return null;
  const nodes = verdict.report.unsupported.map(({ node }) => node).filter((node) => node !== '');
  if (nodes.length === 0) return <span className={styles.failure}>Its parser cannot read this model</span>;
  return (
    <button
      type="button"
      className={styles.unread}
      title="Nodes that the target’s own parser does not read: mark them in the graph"
      onClick={() => void markNodes(nodes)}
    >
      {counted(nodes.length, 'node')} not read
    </button>
  );
}
