// What goes wrong with a model or a file of its data, in words that a person can act on.
import { oneLine } from './oneLine.ts';

/** Where in a file something was found. */
export interface Place {
  /** Byte offset in the file. */
  readonly offset: number;
  /** The way there, outermost first: "graph 'main' › node 'Conv_3' › attribute 'pads'"; '' at the top. */
  readonly path: string;
}

/** `message` is one sentence naming what and where; `next` is one sentence saying what to do about it. */
export class OnnxError extends Error {
  readonly next: string;
  readonly reason: string;
  readonly place: Place | undefined;

  /** @param reason a clause without a full stop; the place, where known, is appended to it. */
  constructor(reason: string, next: string, place?: Place) {
    super(oneLine(`${reason}${place === undefined ? '' : describePlace(place)}.`));
    this.name = 'OnnxError';
    this.reason = reason;
    this.next = oneLine(next);
    this.place = place;
  }

  /** The same error at a place, unless it has one already. */
  at(place: Place): OnnxError {
    return this.place === undefined ? new OnnxError(this.reason, this.next, place) : this;
  }
}

function describePlace(place: Place): string {
  return place.path === '' ? `, at byte ${place.offset}` : `, at byte ${place.offset} in ${place.path}`;
}

/** The next step that fits every damaged file. */
export const exportAgain = 'Copy or download the file again, or export the model again.';
