// A table of documents: JSON that the contract's schema can read, by id and by time.
import type { DatabaseSync } from 'node:sqlite';
import type { z } from 'zod';

export interface Documents<T> {
  put(document: T, time: number): void;
  get(id: string): T | undefined;
  /** Newest first, at most `limit`. */
  list(limit: number): T[];
  remove(id: string): boolean;
}

type Table = 'model' | 'data_set' | 'build' | 'calibration' | 'comparison' | 'sensitivity' | 'search' | 'load_report';

/** A document that an older Lathe wrote and this schema refuses counts as absent. */
export function documents<T extends { readonly id: string }>(
  database: DatabaseSync,
  table: Table,
  schema: z.ZodType<T>,
): Documents<T> {
  const time = table === 'model' || table === 'data_set' ? 'opened_at' : 'created_at';
  const put = database.prepare(
    `INSERT INTO ${table} (id, ${time}, document) VALUES (?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET ${time} = excluded.${time}, document = excluded.document`,
  );
  const get = database.prepare(`SELECT document FROM ${table} WHERE id = ?`);
  const list = database.prepare(`SELECT document FROM ${table} ORDER BY ${time} DESC, id LIMIT ?`);
  const remove = database.prepare(`DELETE FROM ${table} WHERE id = ?`);
  const read = (row: Record<string, unknown> | undefined) => {
    if (!row) return undefined;
    const parsed = schema.safeParse(JSON.parse(String(row.document)));
    return parsed.success ? parsed.data : undefined;
  };
  return {
    put: (document, at) => void put.run(document.id, Math.round(at), JSON.stringify(document)),
    get: (id) => read(get.get(id)),
    list: (limit) =>
      list
        .all(limit)
        .map(read)
        .filter((document) => document !== undefined),
    remove: (id) => Number(remove.run(id).changes) > 0,
  };
}
