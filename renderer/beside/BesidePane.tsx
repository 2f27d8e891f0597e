// The second graph beside the first: a page of its own in a frame, with the model's name over it.
import { Link2, Link2Off, X } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useStore } from 'zustand';
import { IconButton } from '#renderer/widgets/IconButton.tsx';
import styles from './BesidePane.module.css';
import { besideStore, closeBeside, setTogether, startPane } from './besideStore.ts';
import { keepTogether } from './goTo.ts';

export function BesidePane() {
  const handle = useStore(besideStore, (state) => state.handle);
  const together = useStore(besideStore, (state) => state.together);
  if (!handle) return null;
  return (
    <section className={styles.pane} aria-label="Second model">
      <header className={styles.head}>
        <h2 className={styles.name} title={handle.name}>
          {handle.name}
        </h2>
        <IconButton
          name={together ? 'Move the graphs apart from each other' : 'Move both graphs together'}
          icon={together ? <Link2 /> : <Link2Off />}
          aria-pressed={together}
          onClick={() => setTogether(!together)}
        />
        <IconButton name="Close the second model" icon={<X />} onClick={closeBeside} />
      </header>
      <Frame key={handle.id} name={handle.name} />
    </section>
  );
}

function Frame({ name }: { readonly name: string }) {
  const frame = useRef<HTMLIFrameElement>(null);
  const end = useRef(() => {});
  useEffect(() => () => end.current(), []);
  const begin = () => {
    const pane = frame.current?.contentWindow?.latheBeside;
    if (!pane) return;
    end.current();
    end.current = keepTogether(pane);
    void startPane(pane);
  };
  return <iframe ref={frame} className={styles.frame} src="./beside.html" title={`Graph of ${name}`} onLoad={begin} />;
}
