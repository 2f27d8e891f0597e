// One sample, fetched from the host: as it lies on disk, or preprocessed.
import { useEffect, useState } from 'react';
import type { Preprocessing } from '#core/contract/data.ts';
import { toFailure } from '#core/contract/failure.ts';
import { call } from '#renderer/connection/host.ts';
import styles from './SampleImage.module.css';

interface SampleImageProps {
  readonly data: string;
  readonly index: number;
  /** Null: as it lies on disk. */
  readonly preprocessing: Preprocessing | null;
}

/** Typing in a field must not ask for every value on the way. */
const pauseMs = 200;

export function SampleImage({ data, index, preprocessing }: SampleImageProps) {
  const [url, setUrl] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const key = JSON.stringify(preprocessing);
  useEffect(() => {
    let gone = false;
    const fetchImage = async () => {
      try {
        const stated = JSON.parse(key) as Preprocessing | null;
        const bytes = await call('data.sample', { id: data, index, preprocessing: stated, processed: stated !== null });
        if (gone) return;
        setUrl(URL.createObjectURL(new Blob([new Uint8Array(bytes)])));
        setProblem(null);
      } catch (thrown) {
        if (!gone) setProblem(toFailure(thrown).reason);
      }
    };
    const timer = setTimeout(() => void fetchImage(), pauseMs);
    return () => {
      gone = true;
      clearTimeout(timer);
    };
  }, [data, index, key]);
  // Let go only once another picture, or none, has taken its place.
  useEffect(() => {
    if (url) return () => URL.revokeObjectURL(url);
  }, [url]);
  const what = `Sample ${index + 1}${preprocessing ? ', preprocessed' : ''}`;
  if (problem !== null)
    return <span className={styles.image} title={problem} role="img" aria-label={`${what}: ${problem}`} />;
  return url ? <img className={styles.image} src={url} alt={what} /> : <span className={styles.image} />;
}
