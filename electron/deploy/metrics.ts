// What Prometheus reads: waiting, batch sizes, computing, requests, errors, by model and version.
import { Counter, Gauge, Histogram, Registry } from 'prom-client';
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

export function createMetrics(): Metrics {
  const registry = new Registry();
  const labelNames = ['model', 'version'] as const;
  const common = { registers: [registry], labelNames };
  const gauges = new Map<
    string,
    { labels: { model: string; version: string }; now: () => { queued: number; inFlight: number } }
  >();

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
      for (const { labels, now } of gauges.values()) this.set(labels, now().queued);
    },
  });
  new Gauge({
    ...common,
    name: 'lathe_requests_in_flight',
    help: 'Requests that run now.',
    collect() {
      this.reset();
      for (const { labels, now } of gauges.values()) this.set(labels, now().inFlight);
    },
  });
  const key = (model: string, version: string) => `${model}\n${version}`;

  return {
    contentType: registry.contentType,
    text: () => registry.metrics(),
    version(model, version, now) {
      const labels = { model, version };
      gauges.set(key(model, version), { labels, now });
      const [all, runs] = [requests.labels(labels), inferences.labels(labels)];
      const [total, queue, compute, batch] = [answered, waited, computed, rows].map((histogram) =>
        histogram.labels(labels),
      );
      return {
        onAnswer(duration) {
          all.inc();
          total?.observe(duration);
        },
        onError: (kind) => errors.labels({ ...labels, reason: kind }).inc(),
        onQueued: (duration) => queue?.observe(duration),
        onBatch(count, _requests, duration) {
          runs.inc();
          batch?.observe(count);
          compute?.observe(duration);
        },
      };
    },
    forget(model, version) {
      gauges.delete(key(model, version));
      const labels = { model, version };
      for (const metric of [requests, inferences, answered, waited, computed, rows]) metric.remove(labels);
    },
  };
}
