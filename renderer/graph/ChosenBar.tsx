// What is chosen together, what lies between, and what can be done with it.
import { FileOutput, Waypoints, X } from 'lucide-react';
import { useStore } from 'zustand';
import { count } from '#renderer/format/format.ts';
import { Button } from '#renderer/widgets/Button.tsx';
import { IconButton } from '#renderer/widgets/IconButton.tsx';
import styles from './ChosenBar.module.css';
import { type Chosen, chooseNothing, chooseWay, chosenStore } from './chosen.ts';
import { extract } from './extract.ts';
import { graphStore } from './store.ts';
import { wayText } from './wayText.ts';

export function ChosenBar() {
  const chosen = useStore(chosenStore);
  const inMain = useStore(graphStore, ({ map }) => map?.scene.scope.length === 0);
  if (chosen.items.size === 0) return null;
  return (
    <section className={styles.bar} aria-label="Chosen nodes">
      <p role="status">
        <b>{count(chosen.items.size)} chosen</b>
        <Between chosen={chosen} />
      </p>
      {chosen.way && chosen.way.nodes.length > 2 && (
        <Button look="quiet" icon={<Waypoints />} onClick={chooseWay}>
          Choose what is between
        </Button>
      )}
      {inMain && (
        <Button icon={<FileOutput />} onClick={() => void extract()}>
          Extract…
        </Button>
      )}
      <IconButton name="Choose nothing" side="top" icon={<X />} onClick={chooseNothing} />
    </section>
  );
}

function Between({ chosen: { items, way } }: { readonly chosen: Chosen }) {
  if (items.size !== 2) return null;
  return <span className={styles.way}>{way ? wayText(way) : 'no way leads from one to the other'}</span>;
}
