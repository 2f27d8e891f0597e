// One fusion group: what it joins and why.
import { X } from 'lucide-react';
import { IconButton } from '#renderer/widgets/IconButton.tsx';
import type { GroupItems } from './fusionItems.ts';
import { showGroup } from './fusions.ts';
import { kindTitle } from './kindTitle.ts';
import styles from './Legend.module.css';
import { focusItem } from './moves.ts';

export function FusionNote({ group }: { readonly group: GroupItems }) {
  return (
    <div className={styles.note}>
      <div className={styles.noteHead}>
        <b>{kindTitle(group.kind)}</b>
        <IconButton name="Close" icon={<X />} onClick={() => showGroup(null)} />
      </div>
      <p className={styles.reason}>{group.reason}</p>
      <ol className={styles.nodes}>
        {group.nodes.map((node, place) => (
          <li key={node}>
            <button type="button" className={styles.node} onClick={() => focusItem(group.items[place] ?? -1)}>
              {/* Its end tells a name apart from its neighbours': what is cut off is the beginning. */}
              <bdi>{node}</bdi>
            </button>
          </li>
        ))}
      </ol>
    </div>
  );
}
