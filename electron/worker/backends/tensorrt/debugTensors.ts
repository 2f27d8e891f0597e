// Which values of a build its engine is to give out while it runs, for a comparison layer by layer.
import type { BuildFiles } from '#electron/worker/build/buildTarget.ts';
import type { Context } from '#electron/worker/context.ts';
import { layerEnds } from '#electron/worker/evaluate/layerEnds.ts';
import { openModel } from '#electron/worker/model/openModel.ts';
import type { BuildOutcome, NativeBuildOptions } from './nativeTypes.ts';

export type DebugOptions = Pick<NativeBuildOptions, 'debugTensors' | 'debugAll' | 'debugUnfused'>;

/** How many names a line tells. */
const most = 5;

export async function debugOptions({ model, recipe }: BuildFiles): Promise<DebugOptions> {
  const asked = recipe.options.tensorrt?.debugTensors;
  switch (asked) {
    case undefined:
      return {};
    case 'all':
      return { debugAll: true };
    case 'unfused':
      return { debugUnfused: true };
    case 'layers': {
      const opened = await openModel(model);
      try {
        const outputs = new Set(opened.model.graph.outputs.map(({ name }) => name));
        const ends = layerEnds(opened.model.graph).flatMap(({ value }) => (outputs.has(value) ? [] : [value]));
        return { debugTensors: ends };
      } finally {
        await opened.close();
      }
    }
    default:
      return { debugTensors: asked };
  }
}

/** Logs what was marked, and which of the names that were asked for the parsed network does not have. */
export function tellMarked(
  context: Context,
  { debugTensors: asked }: DebugOptions,
  { debugTensors }: BuildOutcome,
): void {
  if (debugTensors.length > 0) context.log(`The engine gives out ${counted(debugTensors.length)} of its layers.`);
  const marked = new Set(debugTensors);
  const lost = (asked ?? []).filter((name) => !marked.has(name));
  if (lost.length === 0) return;
  const names = `${lost.slice(0, most).join(', ')}${lost.length > most ? ', …' : ''}`;
  context.log(`Warning: ${counted(lost.length)} could not be marked to be given out: ${names}.`);
}

const counted = (count: number) => `${count} ${count === 1 ? 'value' : 'values'}`;
