// What Prometheus reads: waiting, batch sizes, computing, requests, errors, by model and version.
import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import { holdValues } from './heldValues.ts';
import type { ServingErrorKind } from './protocol/servingError.ts';

/** Seconds, from 0.1 ms to 10 s. */
const secondsBuckets = [
  0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10,
];
const rowsBuckets = [1, 2, 4, 8, 16, 32, 64, 128, 256];

export interface VersionMetrics {
  onAnswer(seconds: number): void;
  onError(kind: ServingErrorKind): void;
  onQueued(seconds: number): void;
  onBatch(rows: number, requests: number, computeSeconds: number): void;
}

export interface Metrics {
  readonly contentType: string;
  /** The text that Prometheus scrapes. */
  text(): Promise<string>;
  version(
    model: string,
    version: string,
    now: () => { readonly queued: number; readonly inFlight: number },
  ): VersionMetrics;
  /** Its series end. */
  forget(model: string, version: string): void;
}

interface Version {
  readonly labels: { readonly model: string; readonly version: string };
  now: () => { readonly queued: number; readonly inFlight: number };
  readonly metrics: VersionMetrics;
  /** Tells what is held. */
  readonly tell: () => void;
}

export function createMetrics(): Metrics {
  const registry = new Registry();
  const labelNames = ['model', 'version'] as const;
  const common = { registers: [registry], labelNames };
  const versions = new Map<string, Version>();

  const requests = new Counter({ ...common, name: 'lathe_requests_total', help: 'Requests that were answered.' });
  const errors = new Counter({
    registers: [registry],
    labelNames: [...labelNames, 'reason'] as const,
    name: 'lathe_request_errors_total',
    help: 'Requests that were refused or failed, by reason.',
  });
  const inferences = new Counter({ ...common, name: 'lathe_inferences_total', help: 'Runs of the engine.' });
  const seconds = (name: string, help: string) => new Histogram({ ...common, name, help, buckets: secondsBuckets });
  const answered = seconds('lathe_request_duration_seconds', 'From the arrival of a request to its answer.');
  const waited = seconds('lathe_queue_duration_seconds', 'How long requests waited for the engine.');
  const computed = seconds('lathe_compute_duration_seconds', 'How long runs of the engine took.');
  const rows = new Histogram({
    ...common,
    name: 'lathe_batch_rows',
    help: 'Rows that ran together.',
    buckets: rowsBuckets,
  });
  new Gauge({
    ...common,
    name: 'lathe_requests_queued',
    help: 'Requests that wait now.',
    collect() {
      this.reset();
      for (const { labels, now } of versions.values()) this.set(labels, now().queued);
    },
  });
  new Gauge({
    ...common,
    name: 'lathe_requests_in_flight',
    help: 'Requests that run now.',
    collect() {
      this.reset();
      for (const { labels, now } of versions.values()) this.set(labels, now().inFlight);
    },
  });
  const key = (model: string, version: string) => `${model}\n${version}`;

  return {
    contentType: registry.contentType,
    text() {
      for (const { tell } of versions.values()) tell();
      return registry.metrics();
    },
    version(model, version, now) {
      const known = versions.get(key(model, version));
      // One that takes the place of another goes on with its series.
      if (known) {
        known.now = now;
        return known.metrics;
      }
      const labels = { model, version };
      const [all, runs] = [requests.labels(labels), inferences.labels(labels)];
      const into = (histogram: Histogram<'model' | 'version'>, count: (values: number) => void = () => {}) => {
        const own = histogram.labels(labels);
        return holdValues((values) => {
          count(values.length);
          for (const value of values) own.observe(value);
        });
      };
      const total = into(answered, (count) => all.inc(count));
      const [queue, batch] = [into(waited), into(rows)];
      const compute = into(computed, (count) => runs.inc(count));
      const own: VersionMetrics = {
        onAnswer: total.add,
        onError: (kind) => errors.labels({ ...labels, reason: kind }).inc(),
        onQueued: queue.add,
        onBatch(count, _requests, duration) {
          batch.add(count);
          compute.add(duration);
        },
      };
      const tell = () => {
        for (const held of [total, queue, batch, compute]) held.tell();
      };
      versions.set(key(model, version), { labels, now, metrics: own, tell });
      return own;
    },
    forget(model, version) {
      versions.delete(key(model, version));
      const labels = { model, version };
      for (const metric of [requests, inferences, answered, waited, computed, rows]) metric.remove(labels);
    },
  };
}
