// The files of an export: texts to be read before it is taken, sizes of what is copied, and what to know.
import { useState } from 'react';
import type { ExportPreview as Preview } from '#core/contract/export.ts';
import { bytes } from '#renderer/format/format.ts';
import styles from './HandOver.module.css';

export function ExportPreview({ preview: { files, notes } }: { readonly preview: Preview }) {
  const [chosen, setChosen] = useState<string | null>(null);
  const shown = files.find(({ path }) => path === chosen) ?? files.find(({ text }) => text !== null) ?? files[0];
  return (
    <>
      <ul className={styles.files} aria-label="Files">
        {files.map(({ path, bytes: size }) => (
          <li key={path}>
            <button
              type="button"
              className={styles.file}
              aria-pressed={path === shown?.path}
              onClick={() => setChosen(path)}
            >
              <span className={styles.path}>{path}</span>
              <span className={styles.size}>{bytes(size)}</span>
            </button>
          </li>
        ))}
      </ul>
      {shown && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable to be scrolled by keys.
        <section className={styles.code} tabIndex={0} aria-label={shown.path}>
          {shown.text === null ? (
            <p className={styles.copied}>Copied from the build, {bytes(shown.bytes)}.</p>
          ) : (
            <pre>{shown.text}</pre>
          )}
        </section>
      )}
      {notes.length > 0 && (
        <ul className={styles.notes} aria-label="What to know">
          {notes.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      )}
    </>
  );
}
