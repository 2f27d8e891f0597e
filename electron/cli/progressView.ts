// Shows jobs at work on the standard error: one bar that moves for a person, one line a phase for a log file.
import { type Job, phaseSeparator } from '#core/contract/job.ts';
import type { Terminal } from './terminal.ts';

export interface ProgressView {
  show(job: Job): void;
  log(lines: readonly string[]): void;
  /** Takes the bar away. */
  end(): void;
}

const CELLS = 24;
/** A log tells a phase and the one right inside it: further inside they come and go by the thousand. */
const TOLD_DEPTH = 2;

export function createProgressView(terminal: Terminal): ProgressView {
  const phases = new Map<string, string>();
  let bar = '';
  const clear = () => {
    if (bar) terminal.err('\r\x1b[2K');
  };
  const line = (text: string) => {
    clear();
    terminal.err(`${text}\n`);
    if (bar) terminal.err(bar);
  };

  return {
    show(job) {
      if (job.state === 'queued') return;
      const ended = job.state !== 'running';
      const phase = ended ? job.state : (job.progress?.phase ?? 'starting');
      // A job made of steps is told by its steps.
      if (job.device === null) return;
      if (terminal.errIsTty && !ended) {
        clear();
        bar = barOf(job, terminal.columns);
        terminal.err(bar);
        return;
      }
      const outer = ended ? phase : phase.split(phaseSeparator).slice(0, TOLD_DEPTH).join(phaseSeparator);
      const told = phases.get(job.id);
      // To be back in the phase around is no news.
      if (told === outer || told?.startsWith(outer + phaseSeparator)) return;
      phases.set(job.id, outer);
      if (terminal.errIsTty) {
        clear();
        bar = '';
        terminal.err(`${job.title}: ${phase}${took(job)}\n`);
      } else terminal.err(`${job.title}: ${outer}${ended ? took(job) : ''}\n`);
    },
    log(lines) {
      for (const text of lines) line(text);
    },
    end() {
      clear();
      bar = '';
    },
  };
}

function barOf(job: Job, columns: number): string {
  const { phase, done, total } = job.progress ?? { phase: 'starting', done: 0, total: 0 };
  const share = total > 0 ? Math.min(1, done / total) : 0;
  const full = Math.round(share * CELLS);
  const percent = total > 0 ? `${Math.floor(share * 100)} %`.padStart(5) : '     ';
  const text = `${'━'.repeat(full)}${'╌'.repeat(CELLS - full)} ${percent}  ${job.title}: ${phase}`;
  return text.slice(0, Math.max(10, columns - 1));
}

function took(job: Job): string {
  if (job.startedAt === null || job.finishedAt === null) return '';
  return ` after ${((job.finishedAt - job.startedAt) / 1000).toFixed(1)} s`;
}
