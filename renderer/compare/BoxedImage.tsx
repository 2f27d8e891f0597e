// A sample with the boxes that an engine found drawn on it.
import type { Preprocessing } from '#core/contract/data.ts';
import type { Shown } from '#core/contract/measurement.ts';
import { counted } from '#renderer/format/format.ts';
import { SampleImage } from '#renderer/recipe/SampleImage.tsx';
import styles from './BoxedImage.module.css';

type Boxes = Extract<Shown, { kind: 'boxes' }>['here'];

interface BoxedImageProps {
  readonly title: string;
  readonly data: string;
  readonly index: number;
  /** As the model saw it, since the boxes lie on that. */
  readonly preprocessing: Preprocessing | null;
  readonly boxes: Boxes;
  readonly colour: string;
}

export function BoxedImage({ title, data, index, preprocessing, boxes, colour }: BoxedImageProps) {
  return (
    <figure className={styles.figure}>
      <div className={styles.picture}>
        <SampleImage data={data} index={index} preprocessing={preprocessing} />
        <svg
          className={styles.boxes}
          viewBox="0 0 1 1"
          preserveAspectRatio="none"
          role="img"
          aria-label={`${title}: ${counted(boxes.length, 'box', 'boxes')}`}
          style={{ color: colour }}
        >
          {boxes.map((box) => (
            <rect
              key={`${box.x1} ${box.y1} ${box.label}`}
              className={styles.box}
              x={box.x1}
              y={box.y1}
              width={Math.max(0, box.x2 - box.x1)}
              height={Math.max(0, box.y2 - box.y1)}
            >
              <title>{`class ${box.label}, score ${box.score.toFixed(3)}`}</title>
            </rect>
          ))}
        </svg>
      </div>
      <figcaption className={styles.caption}>
        {title}: {counted(boxes.length, 'box', 'boxes')}
      </figcaption>
    </figure>
  );
}
