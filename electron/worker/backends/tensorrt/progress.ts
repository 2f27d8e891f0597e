// TensorRT's nested phases as one line of progress: the path of open phases, counted by the outermost.
import { phaseSeparator } from '#core/contract/job.ts';
import type { Context } from '#electron/worker/context.ts';
import type { BuildEvent } from './nativeTypes.ts';

interface Phase {
  readonly name: string;
  readonly steps: number;
  done: number;
}

/** Inner phases come and go by the thousand; more often than this nobody can read them. */
const readableMs = 50;

/** Takes every event of a build; the outermost phase is never left out. */
export function progressOf(context: Pick<Context, 'progress' | 'log'>): (event: BuildEvent) => void {
  const open: Phase[] = [];
  let last = 0;
  const tell = (must: boolean) => {
    const [outer] = open;
    const now = performance.now();
    if (!outer || (!must && now - last < readableMs)) return;
    last = now;
    const path = open.map(({ name }) => lowerFirst(name)).join(phaseSeparator);
    context.progress(path, Math.min(outer.done, outer.steps), outer.steps);
  };
  return ({ type, text, number }) => {
    switch (type) {
      case 'log':
        context.log(`${severities[number] ?? ''}${text}`);
        break;
      case 'start':
        open.push({ name: text, steps: number, done: 0 });
        tell(open.length === 1);
        break;
      case 'step': {
        const phase = open.findLast(({ name }) => name === text);
        if (phase) phase.done = number + 1;
        tell(phase !== undefined && phase === open[0]);
        break;
      }
      case 'finish': {
        const place = open.findLastIndex(({ name }) => name === text);
        if (place >= 0) open.splice(place);
        break;
      }
    }
  };
}

const severities = ['[internal error] ', '[error] ', '[warning] ', '', '[verbose] '];

function lowerFirst(text: string): string {
  return text.slice(0, 1).toLowerCase() + text.slice(1);
}
