// What can be done with a finished build: measure, keep elsewhere, remove, do again in a terminal.
import type { BuildRecord } from '#core/contract/build.ts';
import type { CallInput } from '#core/contract/call.ts';
import { jobTable } from '#core/contract/job.ts';
import { needsData } from '#core/contract/recipe.ts';
import type { Sweep } from '#core/contract/sweep.ts';
import { buildCommand } from '#core/trtexec/buildCommand.ts';
import { commandLine, recipeFileName } from '#renderer/builds/commandLine.ts';
import { platform } from '#renderer/connection/current.ts';
import { call } from '#renderer/connection/host.ts';
import { benchFor, compareFormStore } from '#renderer/store/compareForm.ts';
import { attempt, tell } from '#renderer/store/notices.ts';
import { formOf, recipeFormStore } from '#renderer/store/recipeForm.ts';
import { sessionStore } from '#renderer/store/session.ts';
import { copyText } from './copyText.ts';
import { start } from './jobs.ts';

/** In each point of the sweep, one after the other; without one in the shapes that the profiles call optimal. */
export function measure(builds: readonly string[], sweep: Partial<Sweep> = {}): Promise<string | null> {
  const known = sessionStore.getState().session.builds;
  const targets = builds.map((id) => known.find((build) => build.id === id)?.target ?? '');
  const options = benchFor(targets, compareFormStore.getState().bench);
  return start({ kind: 'bench', request: jobTable.bench.request.parse({ builds: [...builds], options, sweep }) });
}

export async function remove(build: BuildRecord): Promise<void> {
  await attempt(async () => {
    await call('build.remove', { id: build.id });
    tell(`${build.modelName} in ${build.precision.toUpperCase()} was removed.`);
  });
}

type BuildFile = CallInput<'build.read'>['file'];

const fileNames: Readonly<Record<BuildFile, string>> = {
  engine: 'engine.onnx',
  rewritten: 'model.onnx',
  recipe: 'recipe.json',
  record: 'record.json',
  ranges: 'ranges.json',
  log: 'build.log',
};

/** Lets the user keep a file of the build, named after model and precision. */
export async function saveFile(build: BuildRecord, file: BuildFile): Promise<void> {
  await attempt(async () => {
    const bytes = await call('build.read', { id: build.id, file });
    const stem = build.modelName.replace(/\.onnx$/i, '');
    const name = file === 'recipe' ? recipeFileName(build) : `${stem}-${build.precision}-${nameOf(build, file)}`;
    await platform.save(name, bytes, name.endsWith('.json') ? 'application/json' : 'application/octet-stream');
  });
}

/** Engines of other targets have other endings than ONNX Runtime's. */
function nameOf(build: BuildRecord, file: BuildFile): string {
  return file === 'engine' ? (build.engine.split(/[\\/]/).at(-1) ?? fileNames.engine) : fileNames[file];
}

export function copyRecipe(build: BuildRecord): Promise<void> {
  return copyText(JSON.stringify(build.recipe, null, 2), 'The recipe');
}

export function copyCommand(build: BuildRecord): Promise<void> {
  const { models, data } = sessionStore.getState().session;
  const model = models.find(({ id }) => id === build.model);
  const calibration = model ? formOf(recipeFormStore.getState().forms, model).calibration : null;
  const path = needsData(build.precision) ? (data.find(({ id }) => id === calibration)?.path ?? null) : null;
  return copyText(commandLine(build, model?.path ?? build.modelName, path, recipeFileName(build)), 'The command');
}

/** Of builds for other targets there is none. */
export async function copyTrtexec(build: BuildRecord): Promise<void> {
  const found = buildCommand(build);
  if (!found) return;
  await copyText(found.command, 'The trtexec command');
  for (const note of found.notes) tell(note);
}
