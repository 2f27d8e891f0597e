// The logs of jobs: loaded when looked at, then followed line by line.
import { createStore } from 'zustand/vanilla';

export interface JobLog {
  readonly lines: readonly string[];
  /** True once the host's whole log has been loaded; before that only what came by since. */
  readonly loaded: boolean;
}

export interface LogSlice {
  readonly logs: Readonly<Record<string, JobLog>>;
  append(job: string, lines: readonly string[]): void;
  load(job: string, lines: readonly string[]): void;
  /** After a lost connection lines may be missing: load again when looked at. */
  forget(): void;
}

/** Lines kept for one job; older ones are let go, the host still has them. */
export const longestLog = 50_000;

export const createLogStore = () =>
  createStore<LogSlice>((set) => ({
    logs: {},
    append: (job, lines) =>
      set(({ logs }) => {
        const old = logs[job] ?? { lines: [], loaded: false };
        return { logs: { ...logs, [job]: { ...old, lines: [...old.lines, ...lines].slice(-longestLog) } } };
      }),
    load: (job, lines) =>
      set(({ logs }) => ({ logs: { ...logs, [job]: { lines: lines.slice(-longestLog), loaded: true } } })),
    forget: () =>
      set(({ logs }) => ({
        logs: Object.fromEntries(Object.entries(logs).map(([job, log]) => [job, { ...log, loaded: false }])),
      })),
  }));

export const logStore = createLogStore();
