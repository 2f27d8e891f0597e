// What Lathe remembers between runs.
import { type BuildRecord, buildRecordSchema } from '#core/contract/build.ts';
import { type CalibrationResult, calibrationResultSchema } from '#core/contract/calibration.ts';
import { type CompareReport, compareReportSchema } from '#core/contract/comparison.ts';
import { type DataSet, dataSetSchema } from '#core/contract/data.ts';
import { type LoadReport, loadReportSchema } from '#core/contract/load.ts';
import { type ModelRef, modelRefSchema } from '#core/contract/model.ts';
import { type SearchResult, searchResultSchema } from '#core/contract/search.ts';
import { type SensitivityResult, sensitivityResultSchema } from '#core/contract/sensitivity.ts';
import { openDatabase } from './database.ts';
import { type Documents, documents } from './documents.ts';
import { type JobHistory, jobHistory } from './jobs.ts';

export interface Store {
  readonly path: string;
  readonly models: Documents<ModelRef>;
  readonly data: Documents<DataSet>;
  readonly builds: Documents<BuildRecord>;
  readonly calibrations: Documents<CalibrationResult>;
  readonly comparisons: Documents<CompareReport>;
  readonly sensitivities: Documents<SensitivityResult>;
  readonly searches: Documents<SearchResult>;
  readonly loads: Documents<LoadReport>;
  readonly jobs: JobHistory;
  /** Another number once another process has written. */
  foreignVersion(): number;
  close(): void;
}

/** Throws LatheError where the file cannot be used. */
export function openStore(path: string): Store {
  const database = openDatabase(path);
  const version = database.prepare('PRAGMA data_version');
  return {
    path,
    models: documents(database, 'model', modelRefSchema),
    data: documents(database, 'data_set', dataSetSchema),
    builds: documents(database, 'build', buildRecordSchema),
    calibrations: documents(database, 'calibration', calibrationResultSchema),
    comparisons: documents(database, 'comparison', compareReportSchema),
    sensitivities: documents(database, 'sensitivity', sensitivityResultSchema),
    searches: documents(database, 'search', searchResultSchema),
    loads: documents(database, 'load_report', loadReportSchema),
    jobs: jobHistory(database),
    foreignVersion: () => Number(version.get()?.data_version),
    close: () => database.close(),
  };
}
