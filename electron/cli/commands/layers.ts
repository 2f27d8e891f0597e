// `lathe layers`: what a built engine runs, traced to the model's nodes, and how it differs from another.
import { z } from 'zod';
import { LatheError } from '#core/contract/failure.ts';
import type { EngineReport } from '#core/fusion/engine/engineReport.ts';
import { matchEngines } from '#core/fusion/engine/matchEngines.ts';
import { reportEngine } from '#core/fusion/engine/reportEngine.ts';
import { topKernels } from '#core/fusion/engine/topKernels.ts';
import { transitionMatrix } from '#core/fusion/engine/transitions.ts';
import { nodeName } from '#core/graph/graphIndex.ts';
import { explain } from '#core/measure/why/explain.ts';
import type { Side } from '#core/measure/why/facts.ts';
import { command } from '../command.ts';
import { openEngine } from '../engineFiles.ts';
import { layersText } from '../layersText.ts';
import { withModel } from '../openModelFile.ts';
import { option } from '../option.ts';
import { printJson } from '../print.ts';
import { modelPositional } from './words.ts';

export const layers = command({
  name: 'layers',
  description: 'trace a built engine to the model: its kernels, conversions, and why it is not faster than another',
  positionals: [
    modelPositional,
    { name: 'ENGINE', description: 'a build’s folder, or its layers.json with the profile beside it', required: true },
    { name: 'AGAINST', description: 'another engine of the model, to hold the first against', required: false },
  ],
  options: { top: option(z.number().int().positive().default(10), 'COUNT', 'how many kernels and regions to show') },
  async run({ words, options, json, terminal }) {
    const [model = '', path = '', against] = words;
    const found = await withModel(model, async ({ model: opened, openExternal }) => {
      const operators = new Map(opened.graph.nodes.map((node) => [nodeName(node), node.opType]));
      const sideOf = async (from: string): Promise<Side> => {
        const { name, precision, ...files } = await openEngine(from);
        const report = await reportEngine(opened, files, openExternal).catch(() => {
          throw new LatheError({
            kind: 'use',
            reason: `${from} does not hold the layers of an engine.`,
            next: 'Name the JSON of the engine inspector (trtexec --exportLayerInfo), with its profile beside it.',
          });
        });
        return { report, name, precision };
      };
      const engine = await sideOf(path);
      const base = against === undefined ? undefined : await sideOf(against);
      const why = base && explain({ base, other: engine, operator: (node) => operators.get(node) ?? '' });
      return { engine, base, why };
    });
    const { engine, base, why } = found;
    const told = {
      ...figuresOf(engine.report),
      kernels: topKernels(engine.report),
      conversions: transitionMatrix(engine.report).transitions,
      regions: base ? matchEngines(base.report, engine.report) : [],
      why: why ?? [],
    };
    if (json) printJson(terminal, { ...told, layers: engine.report.layers });
    else terminal.out(layersText(told, { name: engine.name, base: base?.name, top: options.top }));
    return 0;
  },
});

function figuresOf({ layers: all, totalMs, coverage, named, unmapped }: EngineReport) {
  const kernelCount = all.filter(({ role }) => role !== 'constant' && role !== 'idle').length;
  return { kernelCount, totalMs, coverage, named, unmapped };
}
