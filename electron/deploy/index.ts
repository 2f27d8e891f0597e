// The inference server as a process of its own, for a host: told over its channel what to serve, telling how it fares.
import { toFailure } from '#core/contract/failure.ts';
import { type FromServing, type ToServing, toServingSchema } from '#core/contract/serving.ts';
import { servingMetrics } from './servingMetrics.ts';
import { type Serving, startServing } from './startServing.ts';

/** How often figures are told, in milliseconds. */
const tellMs = 1000;

let serving: Serving | undefined;

function post(message: FromServing): void {
  process.send?.(message, () => {});
}

async function serve({ models, options }: Extract<ToServing, { type: 'serve' }>): Promise<void> {
  try {
    serving = await startServing({
      models,
      options,
      log: (line) => post({ type: 'log', lines: [line] }),
      onChange: (versions) => post({ type: 'versions', versions: [...versions] }),
    });
  } catch (error) {
    post({ type: 'failed', failure: toFailure(error) });
    process.disconnect();
    return;
  }
  const { http, grpc, repository } = serving;
  post({ type: 'versions', versions: repository.status() });
  post({ type: 'ready', http, grpc });
  const take = servingMetrics(repository);
  setInterval(() => post({ type: 'metrics', metrics: take() }), tellMs).unref();
}

async function swap({ id, model }: Extract<ToServing, { type: 'swap' }>): Promise<void> {
  const failure = await serving?.repository.load(model.name, [model]).then(
    () => null,
    (error: unknown) => toFailure(error),
  );
  post({ type: 'swapped', id, failure: failure ?? null });
}

async function stop(): Promise<void> {
  await serving?.close();
  process.exit(0);
}

process.on('message', (raw) => {
  const message = toServingSchema.parse(raw);
  if (message.type === 'serve') void serve(message);
  else if (message.type === 'swap') void swap(message);
  else void stop();
});
// Without a host nobody could stop it.
process.on('disconnect', () => void stop());
