// A build's own log: what the job says while the build runs, kept with the artifact.
import type { Context } from '#electron/worker/context.ts';

export interface BuildLog {
  /** The job's context, whose lines are kept too. */
  readonly context: Context;
  text(): string;
}

export function keepLog(context: Context): BuildLog {
  const lines: string[] = [];
  return {
    context: {
      ...context,
      log(line) {
        lines.push(line);
        context.log(line);
      },
    },
    text: () => lines.map((line) => `${line}\n`).join(''),
  };
}
