// One version of a model, ready to answer: its engine, its queue, and what it does to images and outputs.
import type { ServedVersion, ServingOptions } from '#core/contract/serving.ts';
import { type Postprocess, postprocessOf } from '#electron/deploy/answers/postprocess.ts';
import { type Batcher, createBatcher } from '#electron/deploy/batch/batcher.ts';
import type { FramedTensor } from '#electron/deploy/engine/frame.ts';
import type { EngineProcess } from '#electron/deploy/engine/startEngine.ts';
import { type ImageInput, imageInputOf } from '#electron/deploy/images/imageInput.ts';
import type { Metrics, VersionMetrics } from '#electron/deploy/metrics.ts';
import type { ServingErrorKind } from '#electron/deploy/protocol/servingError.ts';
import { type VersionStatistics, versionStatistics } from '#electron/deploy/statistics.ts';
import { describeEngine, type EngineDescription, profileRows } from './description.ts';
import { engineFor } from './engineFor.ts';
import { freeBatch } from './freeBatch.ts';
import type { ModelSource } from './source.ts';
import { supervise } from './supervise.ts';
import { inputsOf, type WarmUp, warmUp, whyRowsDepend } from './warmUp.ts';

export interface ServedModel {
  readonly name: string;
  readonly version: string;
  readonly source: ModelSource;
  readonly description: EngineDescription;
  /** One row of random inputs. */
  readonly example: readonly FramedTensor[];
  readonly batcher: Batcher;
  /** Undefined where no encoded images are taken. */
  readonly imageInput: ImageInput | undefined;
  readonly postprocess: Postprocess | undefined;
  readonly statistics: VersionStatistics;
  readonly ready: boolean;
  /** Process ids of its engine. */
  readonly pids: readonly number[];
  /** Says how a request ended. */
  answered(arrivedMs: number): void;
  failed(kind: ServingErrorKind): void;
  status(): ServedVersion;
  /** Waits for requests under way, then ends the engine. */
  close(): Promise<void>;
}

export interface LoadOptions {
  readonly name: string;
  readonly version: string;
  readonly source: ModelSource;
  readonly options: ServingOptions;
  readonly metrics: Metrics;
  readonly log: (line: string) => void;
  /** Whether what happens now is a client's, and counts. */
  readonly counts: () => boolean;
  /** Hears of every change of its state. */
  readonly onChange: () => void;
}

const warmUpRuns = 3;

/** Resolves when it is warm. @throws LatheError or ServingError where the engine does not load or run. */
export async function loadModel(task: LoadOptions): Promise<ServedModel> {
  const { name, version, source, options, metrics } = task;
  const log = (line: string) => task.log(`[${name} ${version}] ${line}`);
  const { batching } = options;
  const found = await engineFor(source, options.threads, log);
  const profiles = source.build?.recipe.profiles ?? {};
  const freed = batching.maxBatch > 1 ? await freeBatch(found, profiles, log) : undefined;
  const hello = { ...found, ...(freed && { engine: freed.engine }) };
  let state: ServedVersion['state'] = 'loading';
  let reason = '';
  let description: EngineDescription | undefined;
  let example: readonly FramedTensor[] = [];
  let maxBatch = 1;
  let batcher: Batcher | undefined;
  const change = (next: ServedVersion['state'], why = '') => {
    state = next;
    reason = why;
    task.onChange();
  };

  const prepare = async (process: EngineProcess) => {
    const [session] = process.sessions;
    if (!session) return;
    description ??= describeEngine(process.described);
    const task: WarmUp = { ports: process.described, profiles, runs: warmUpRuns };
    example = inputsOf(task, 1, 0);
    const most = Math.min(batching.maxBatch, mostRows(source));
    await warmUp(process.sessions, [1], task);
    if (!batcher && description.batchAxis && most > 1) {
      const why = await whyRowsDepend(session, task);
      if (why === null) maxBatch = most;
      else log(`Requests are not put together: ${why}.`);
    }
    if (maxBatch > 1) await warmUp(process.sessions, warmSizes(maxBatch, batching.preferred), task);
  };
  const listeners: { metrics?: VersionMetrics; statistics?: VersionStatistics } = {};
  const supervised = await supervise(
    { ...hello, instances: batching.instances, log },
    {
      prepare,
      onUp(process) {
        batcher ??= createBatcher(
          { ...batching, maxBatch },
          {
            onBatch(rows, requests, computeMs) {
              if (!task.counts()) return;
              listeners.metrics?.onBatch(rows, requests, computeMs / 1000);
              listeners.statistics?.onBatch(rows, requests, computeMs);
            },
            onQueued(ms) {
              if (!task.counts()) return;
              listeners.metrics?.onQueued(ms / 1000);
              listeners.statistics?.onQueued(ms);
            },
            onStuck(ms) {
              log(
                `A run has lasted ${Math.round(ms / 1000)} s, and nobody waits for it any more: the engine is ended.`,
              );
              supervised.process?.close();
            },
          },
        );
        batcher.attach(process.sessions);
        change('ready');
      },
      onDown(how) {
        log(`The engine's process ended with ${how}; it is started again.`);
        batcher?.attach([]);
        change('restarting', `the engine's process ended with ${how}`);
      },
      log,
    },
  ).catch(async (error: unknown) => {
    await freed?.remove();
    throw error;
  });
  if (!batcher || !description) throw new Error(`the engine of ${name} was closed while it started`);
  const [queue, ports] = [batcher, description];
  const counted = metrics.version(name, version, () => queue);
  const statistics = versionStatistics();
  const imageInput = imageInputOf(source, ports);
  listeners.metrics = counted;
  listeners.statistics = statistics;

  return {
    name,
    version,
    source,
    description: ports,
    example,
    batcher: queue,
    imageInput,
    postprocess: postprocessOf(source.postprocessing, ports),
    statistics,
    get ready() {
      return state === 'ready';
    },
    get pids() {
      return supervised.process?.pid === undefined ? [] : [supervised.process.pid];
    },
    answered(arrivedMs) {
      if (!task.counts()) return;
      const ms = performance.now() - arrivedMs;
      counted.onAnswer(ms / 1000);
      statistics.onAnswer(ms);
    },
    failed(kind) {
      if (!task.counts()) return;
      counted.onError(kind);
      statistics.onError();
    },
    status: () => ({
      name,
      version,
      path: source.path,
      platform: source.build?.target ?? 'onnxruntime',
      precision: source.build?.precision ?? null,
      state,
      reason,
      maxBatch,
      inputs: [...ports.inputs],
      outputs: [...ports.outputs],
      images: imageInput !== undefined,
    }),
    async close() {
      change('unloading');
      await queue.idle();
      supervised.close();
      await freed?.remove();
    },
  };
}

/** Engines of TensorRT take what their profiles hold; ONNX Runtime takes any. */
function mostRows({ build }: ModelSource): number {
  if (!build?.target.startsWith('tensorrt')) return Number.POSITIVE_INFINITY;
  return profileRows(build.recipe) ?? 1;
}

function warmSizes(maxBatch: number, preferred: readonly number[]): number[] {
  return [...new Set([...preferred.filter((size) => size <= maxBatch), maxBatch])];
}
