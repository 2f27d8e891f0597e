// The store's schema, as numbered steps: a database at version n has run the first n.

export const migrations: readonly string[] = [
  `
  CREATE TABLE model (
    id TEXT PRIMARY KEY,
    opened_at INTEGER NOT NULL,
    document TEXT NOT NULL
  ) STRICT;
  CREATE TABLE data_set (
    id TEXT PRIMARY KEY,
    opened_at INTEGER NOT NULL,
    document TEXT NOT NULL
  ) STRICT;
  CREATE TABLE job (
    id TEXT PRIMARY KEY,
    parent TEXT REFERENCES job(id) ON DELETE CASCADE,
    owner TEXT NOT NULL,
    state TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    document TEXT NOT NULL,
    result TEXT
  ) STRICT;
  CREATE INDEX job_by_time ON job(created_at);
  CREATE INDEX job_by_state ON job(state);
  CREATE INDEX job_by_parent ON job(parent);
  CREATE TABLE job_log (
    job TEXT NOT NULL REFERENCES job(id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    lines TEXT NOT NULL,
    PRIMARY KEY (job, position)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE build (
    id TEXT PRIMARY KEY,
    created_at INTEGER NOT NULL,
    document TEXT NOT NULL
  ) STRICT;
  CREATE TABLE calibration (
    id TEXT PRIMARY KEY,
    created_at INTEGER NOT NULL,
    document TEXT NOT NULL
  ) STRICT;
  CREATE TABLE comparison (
    id TEXT PRIMARY KEY,
    created_at INTEGER NOT NULL,
    document TEXT NOT NULL
  ) STRICT;
  `,
  'ALTER TABLE job ADD COLUMN request TEXT',
  `
  CREATE TABLE sensitivity (
    id TEXT PRIMARY KEY,
    created_at INTEGER NOT NULL,
    document TEXT NOT NULL
  ) STRICT;
  CREATE TABLE search (
    id TEXT PRIMARY KEY,
    created_at INTEGER NOT NULL,
    document TEXT NOT NULL
  ) STRICT;
  `,
  `
  CREATE TABLE load_report (
    id TEXT PRIMARY KEY,
    created_at INTEGER NOT NULL,
    document TEXT NOT NULL
  ) STRICT;
  `,
];
