// A few samples as they lie on disk, and under each what the model will see of it.
import { ChevronLeft, ChevronRight } from 'lucide-react';
import { useState } from 'react';
import type { DataSet, Preprocessing } from '#core/contract/data.ts';
import { IconButton } from '#renderer/widgets/IconButton.tsx';
import { SampleImage } from './SampleImage.tsx';
import styles from './SampleStrip.module.css';

const perPage = 8;

export function SampleStrip({
  data,
  preprocessing,
}: {
  readonly data: DataSet;
  readonly preprocessing: Preprocessing;
}) {
  const [page, setPage] = useState(0);
  const pages = Math.ceil(data.samples / perPage);
  const first = Math.min(page, pages - 1) * perPage;
  const indices = Array.from({ length: Math.min(perPage, data.samples - first) }, (_, index) => first + index);
  return (
    <figure className={styles.strip}>
      <figcaption className={styles.caption}>
        Before and after, samples {first + 1}–{first + indices.length} of {data.samples}
        <IconButton
          name="Earlier samples"
          icon={<ChevronLeft />}
          disabled={first === 0}
          onClick={() => setPage(page - 1)}
        />
        <IconButton
          name="Later samples"
          icon={<ChevronRight />}
          disabled={first + perPage >= data.samples}
          onClick={() => setPage(page + 1)}
        />
      </figcaption>
      <ul className={styles.samples}>
        {indices.map((index) => (
          <li key={index} className={styles.pair}>
            <SampleImage data={data.id} index={index} preprocessing={null} />
            <SampleImage data={data.id} index={index} preprocessing={preprocessing} />
          </li>
        ))}
      </ul>
    </figure>
  );
}
