// Carries one job to another host: sends what it needs, follows it, and brings back what came out.
import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BuildRecord } from '#core/contract/build.ts';
import type { StartRequest } from '#core/contract/call.ts';
import type { ComparedBuild } from '#core/contract/comparison.ts';
import type { Event } from '#core/contract/event.ts';
import { type JobRequest, type JobResult, jobTable } from '#core/contract/job.ts';
import { type Recipe, recipeSchema } from '#core/contract/recipe.ts';
import { withResult } from '#core/contract/sweep.ts';
import { openModel } from '#electron/worker/model/openModel.ts';
import { build as buildPlan } from '../jobs/build.ts';
import { compare as comparePlan } from '../jobs/compare.ts';
import { pathOfData } from '../jobs/dataOf.ts';
import { cancelled } from '../jobs/failure.ts';
import type { RemoteStart } from '../jobs/remote.ts';
import type { Library } from '../library.ts';
import type { JobEnd, LiveJob } from '../liveJob.ts';
import { fetchBuild } from './fetchBuild.ts';
import type { RemoteLink } from './remoteLink.ts';
import { filesAt, type SentFile, sendFiles } from './sendFiles.ts';

interface Errand {
  readonly live: LiveJob;
  readonly library: Library;
  readonly link: RemoteLink;
  readonly host: string;
  readonly signal: AbortSignal;
}

/** Throws LatheError where the host cannot be reached for long, or a file does not arrive whole. */
export async function runRemotely(
  start: RemoteStart,
  live: LiveJob,
  library: Library,
  link: RemoteLink,
  host: string,
): Promise<JobEnd> {
  const stop = new AbortController();
  live.onCancel(() => stop.abort());
  const errand: Errand = { live, library, link, host, signal: stop.signal };
  try {
    if (start.kind === 'build') return await build(start.request, errand);
    return start.kind === 'bench' ? await bench(start.request, errand) : await compare(start.request, errand);
  } catch (error) {
    if (live.cancelled) return { state: 'cancelled', failure: cancelled };
    throw error;
  }
}

async function build({ host: _host, ...request }: JobRequest<'build'>, errand: Errand): Promise<JobEnd> {
  const { library } = errand;
  const ended = await follow(
    {
      kind: 'build',
      request: {
        ...request,
        recipe: completeRecipe(request, library),
        model: await sendModel(request.model, errand),
        calibration: await sendData(request.calibration, errand),
        ...(request.ranges === undefined ? {} : { ranges: await sendFile(request.ranges, errand) }),
        ...(request.refit === undefined ? {} : { refit: await sendBuild(request.refit, errand) }),
        out: null,
      },
    },
    errand,
  );
  if (ended.state !== 'done') return ended;
  const record = jobTable.build.result.parse(ended.result);
  const fetched = await bring(record.id, request.model, request.out, errand);
  return { state: 'done', product: buildPlan.keep(fetched, library), result: fetched };
}

async function bench({ host: _host, ...request }: JobRequest<'bench'>, errand: Errand): Promise<JobEnd> {
  const builds: string[] = [];
  for (const id of request.builds) builds.push(await sendBuild(id, errand));
  const { times, profile, layerInfo, output } = request.exports;
  const wanted = (path: string | null) => (path === null ? null : withResult);
  const exports = {
    times: wanted(times),
    profile: wanted(profile),
    layerInfo: wanted(layerInfo),
    output: wanted(output),
  };
  const ended = await follow({ kind: 'bench', request: { ...request, builds, exports } }, errand);
  if (ended.state !== 'done') return ended;
  const { exported = {}, ...result } = jobTable.bench.result.parse(ended.result);
  for (const what of ['times', 'profile', 'layerInfo', 'output'] as const) {
    const [path, content] = [request.exports[what], exported[what]];
    if (path !== null && content !== undefined) await writeFile(path, content);
  }
  return { ...ended, result };
}

async function compare({ host: _host, ...request }: JobRequest<'compare'>, errand: Errand): Promise<JobEnd> {
  const { library } = errand;
  const recipe = request.recipe ?? recipeSchema.parse({ precision: 'fp32' });
  const ended = await follow(
    {
      kind: 'compare',
      request: {
        ...request,
        recipe: completeRecipe({ ...request, recipe, out: null, again: false }, library),
        model: await sendModel(request.model, errand),
        calibration: await sendData(request.calibration, errand),
        test: await sendData(request.test, errand),
      },
    },
    errand,
  );
  if (ended.state !== 'done') return ended;
  const report: JobResult<'compare'> = jobTable.compare.result.parse(ended.result);
  const builds: ComparedBuild[] = [];
  for (const compared of report.builds) {
    const { engine } = await bring(compared.id, request.model, null, errand);
    builds.push({ ...compared, path: engine });
  }
  const own = { ...report, id: errand.live.job.id, model: request.model, builds };
  return { state: 'done', product: comparePlan.keep(own, library), result: own };
}

/** With what lies here beside data and model written into it, since these files do not travel. */
function completeRecipe(request: JobRequest<'build'>, library: Library): Recipe {
  return buildPlan.task(request, library, { scratch: '', calibrations: '', builds: '' }).request.recipe;
}

/** Resolves to the model's id there. */
async function sendModel(id: string, errand: Errand): Promise<string> {
  const { path } = errand.library.models.file(id);
  const opened = await openModel(path);
  await opened.close();
  const folder = join(path, '..');
  const files: SentFile[] = [];
  for (const file of opened.files) {
    const [sent] = await filesAt(file, errand.signal);
    const place = file.slice(folder.length + 1).replaceAll('\\', '/');
    if (sent) files.push({ ...sent, path: file === path ? errand.library.models.get(id).name : place });
  }
  const there = await send(files, errand);
  return (await errand.link.call('model.open', { path: `${there}/${files[0]?.path}` })).id;
}

/** Resolves to the data's id there. */
async function sendData(id: string | null, errand: Errand): Promise<string | null> {
  const path = pathOfData(id, errand.library);
  if (path === null) return null;
  const files = await filesAt(path, errand.signal);
  const there = await send(files, errand);
  const single = files.length === 1 && files[0]?.from === path;
  return (await errand.link.call('data.open', { path: single ? `${there}/${files[0]?.path}` : there })).id;
}

/** Resolves to the build's id there. */
async function sendBuild(id: string, errand: Errand): Promise<string> {
  const { directory } = errand.library.builds.get(id);
  const path = await send(await filesAt(directory, errand.signal), errand);
  return (await errand.link.call('build.open', { path })).id;
}

async function sendFile(path: string, errand: Errand): Promise<string> {
  const files = await filesAt(path, errand.signal);
  return `${await send(files, errand)}/${files[0]?.path}`;
}

function send(files: readonly SentFile[], { live, link, host, signal }: Errand): Promise<string> {
  const progress = (done: number, total: number) => live.progress({ phase: `sending to ${host}`, done, total });
  return sendFiles(files, { link, signal, progress });
}

async function bring(id: string, model: string, out: string | null, errand: Errand): Promise<BuildRecord> {
  const { live, library, link, host, signal } = errand;
  const destination = out ?? join(library.home.builds, id);
  const progress = (done: number, total: number) => live.progress({ phase: `fetching from ${host}`, done, total });
  await fetchBuild(id, { link, host, model, destination, signal, progress });
  return library.builds.open(destination);
}

/** Starts the job there and shows here what it does, until it has ended. */
async function follow(start: StartRequest, { live, link, signal }: Errand): Promise<JobEnd> {
  const key = randomUUID();
  let lines = 0;
  const { id } = await link.call('job.startOnce', { key, start });
  const stopEvents = link.onEvent((event: Event) => {
    if (event.type === 'job' && event.job.id === id && event.job.progress) live.progress(event.job.progress);
    if (event.type === 'log' && event.job === id) {
      lines += event.lines.length;
      live.log.add(event.lines);
    }
  });
  const catchUp = async () => {
    const whole = (await link.call('job.log', { id })).lines;
    const missed = whole.slice(lines);
    lines = Math.max(lines, whole.length);
    if (missed.length > 0) live.log.add(missed);
  };
  const stopGaps = link.onGap(() => void catchUp().catch(() => undefined));
  const cancel = () => void link.call('job.cancel', { id }).catch(() => undefined);
  signal.addEventListener('abort', cancel);
  if (signal.aborted) cancel();
  try {
    const { job, result } = await link.call('job.result', { id });
    await catchUp();
    if (job.state === 'done') return { state: 'done', product: null, result };
    if (job.state === 'cancelled' || !job.failure) return { state: 'cancelled', failure: cancelled };
    return { state: 'failed', failure: job.failure };
  } finally {
    stopEvents();
    stopGaps();
    signal.removeEventListener('abort', cancel);
  }
}
