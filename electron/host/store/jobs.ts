// The history of jobs: who ran them, how they ended, what came out, and their logs.
import type { DatabaseSync } from 'node:sqlite';
import { type StartRequest, startRequestSchema } from '#core/contract/call.ts';
import { type Job, jobSchema } from '#core/contract/job.ts';
import { withoutSecrets } from './withoutSecrets.ts';

export interface JobHistory {
  /** Writes the job as it stands; `result` only once it is done. */
  put(job: Job, owner: string, result?: unknown): void;
  /** Keeps what was asked for, so that it can be asked again. */
  keepRequest(id: string, request: StartRequest): void;
  /** Undefined where it was never kept or an older Lathe asked otherwise. */
  request(id: string): StartRequest | undefined;
  get(id: string): Job | undefined;
  result(id: string): unknown;
  /** Newest first. */
  list(limit: number): Job[];
  /** Jobs that are queued or running according to the file, with the host that had them. */
  unfinished(): { job: Job; owner: string }[];
  /** Forgets all but the newest, with their steps and logs. */
  prune(keep: number): void;
  appendLog(job: string, position: number, lines: readonly string[]): void;
  log(job: string): string[];
}

export function jobHistory(database: DatabaseSync): JobHistory {
  const put = database.prepare(
    `INSERT INTO job (id, parent, owner, state, created_at, document, result) VALUES (?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET state = excluded.state, document = excluded.document, result = excluded.result`,
  );
  const keepRequest = database.prepare('UPDATE job SET request = ? WHERE id = ?');
  const request = database.prepare('SELECT request FROM job WHERE id = ?');
  const get = database.prepare('SELECT document FROM job WHERE id = ?');
  const result = database.prepare('SELECT result FROM job WHERE id = ?');
  const list = database.prepare('SELECT document FROM job ORDER BY created_at DESC, rowid DESC LIMIT ?');
  const unfinished = database.prepare("SELECT owner, document FROM job WHERE state IN ('queued', 'running')");
  const prune = database.prepare(
    `DELETE FROM job WHERE id IN (
       SELECT id FROM job WHERE parent IS NULL ORDER BY created_at DESC, rowid DESC LIMIT -1 OFFSET ?)`,
  );
  const append = database.prepare('INSERT OR REPLACE INTO job_log (job, position, lines) VALUES (?, ?, ?)');
  const log = database.prepare('SELECT lines FROM job_log WHERE job = ? ORDER BY position');
  return {
    put(job, owner, outcome) {
      const text = outcome === undefined ? null : JSON.stringify(outcome);
      put.run(job.id, job.parent, owner, job.state, job.createdAt, JSON.stringify(job), text);
    },
    keepRequest: (id, asked) => void keepRequest.run(JSON.stringify(withoutSecrets(asked)), id),
    request(id) {
      const text = request.get(id)?.request;
      return typeof text === 'string' ? startRequestSchema.safeParse(JSON.parse(text)).data : undefined;
    },
    get: (id) => read(get.get(id)),
    result(id) {
      const text = result.get(id)?.result;
      return typeof text === 'string' ? JSON.parse(text) : null;
    },
    list: (limit) =>
      list
        .all(limit)
        .map(read)
        .filter((job) => job !== undefined),
    unfinished: () =>
      unfinished.all().flatMap((row) => {
        const job = read(row);
        return job ? [{ job, owner: String(row.owner) }] : [];
      }),
    prune: (keep) => void prune.run(keep),
    appendLog: (job, position, lines) => void append.run(job, position, JSON.stringify(lines)),
    log: (job) => log.all(job).flatMap((row): string[] => JSON.parse(String(row.lines))),
  };
}

function read(row: Record<string, unknown> | undefined): Job | undefined {
  if (!row) return undefined;
  const parsed = jobSchema.safeParse(JSON.parse(String(row.document)));
  return parsed.success ? parsed.data : undefined;
}
