// The boxes that a detector finds, against FP32's.
import type { BoxForm } from '#core/contract/acceptance.ts';
import type { Evaluation } from '#core/contract/measurement.ts';
import type { Box } from '#core/measure/boxes/box.ts';
import { boxAgreement } from '#core/measure/boxes/boxAgreement.ts';
import { decodeBoxes, type NumericOutput } from '#core/measure/boxes/decodeBoxes.ts';
import { guessBoxForm, type TypedOutput } from '#core/measure/boxes/guessBoxForm.ts';
import { toNumbers, type Values } from '#electron/worker/value.ts';
import type { Looked } from './choices.ts';

export interface Boxes {
  readonly form: BoxForm;
  readonly guessed: boolean;
}

/** Where the boxes are, as stated or as the outputs look; undefined where they are none. */
export function boxesOf(stated: BoxForm | null, outputs: Values): Boxes | undefined {
  if (stated) return { form: stated, guessed: false };
  const form = guessBoxForm(numeric(outputs));
  return form && { form, guessed: true };
}

export interface Detections {
  /** Adds one sample, with width and height of the input where it is an image. */
  add(reference: Values, outputs: Values, size: InputSize | undefined): Looked;
  result(): NonNullable<Evaluation['boxes']>;
}

export interface InputSize {
  readonly width: number;
  readonly height: number;
}

const mostShown = 40;

export function detections({ form, guessed }: Boxes): Detections {
  const agreement = boxAgreement();
  return {
    add(reference, outputs, size) {
      const wanted = decodeBoxes(form, numeric(reference)) ?? [];
      const found = decodeBoxes(form, numeric(outputs)) ?? [];
      const overlaps = agreement.add(wanted, found);
      const changed = overlaps.some((overlap) => overlap === 0) || found.length !== wanted.length;
      const scale = scaleOf([...wanted, ...found], size);
      const relative = (boxes: readonly Box[]) =>
        boxes.slice(0, mostShown).map((box) => ({
          ...box,
          x1: box.x1 / scale.width,
          x2: box.x2 / scale.width,
          y1: box.y1 / scale.height,
          y2: box.y2 / scale.height,
        }));
      const sum = overlaps.reduce((total, overlap) => total + overlap, 0);
      const meanIou = overlaps.length === 0 ? null : sum / overlaps.length;
      return { changed, shown: { kind: 'boxes', reference: relative(wanted), here: relative(found), meanIou } };
    },
    result: () => ({ form, guessed, ...agreement.result() }),
  };
}

/** Sides beyond 2 cannot be shares of the picture: they are pixels. */
function scaleOf(boxes: readonly Box[], size: InputSize | undefined): InputSize {
  const pixels = boxes.some(({ x2, y2 }) => x2 > 2 || y2 > 2);
  return pixels && size ? size : { width: 1, height: 1 };
}

function numeric(outputs: Values): Record<string, NumericOutput & TypedOutput> {
  return Object.fromEntries(
    Object.entries(outputs).flatMap(([name, value]) => {
      const data = toNumbers(value);
      return data ? [[name, { dims: value.dims, data, float: value.type.startsWith('float') }]] : [];
    }),
  );
}
