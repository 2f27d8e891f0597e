// `lathe diff`: what differs between two models, node by node.

import type { Change } from '#core/graph/diff/changes.ts';
import { diffGraphs, type GraphDiff } from '#core/graph/diff/diff.ts';
import { digestGraph, type GraphDigest } from '#core/graph/diff/digest.ts';
import { weightHashes } from '#core/graph/diff/weightHash.ts';
import { command } from '../command.ts';
import { withModel } from '../openModelFile.ts';
import { switchOption } from '../option.ts';
import { printJson } from '../print.ts';

export const diff = command({
  name: 'diff',
  description: 'show which nodes of a model were added, removed or changed in another',
  positionals: [
    { name: 'A', description: 'the ONNX model before', required: true },
    { name: 'B', description: 'the ONNX model after', required: true },
  ],
  options: { weights: switchOption('also read the weights and tell which of them changed') },
  async run({ words, options, json, terminal }) {
    const [a = '', b = ''] = words;
    const [before, after] = [await digestOf(a, options.weights), await digestOf(b, options.weights)];
    const found = diffGraphs(before, after);
    if (json) printJson(terminal, reportOf(found));
    else terminal.out(diffText(found));
    return 0;
  },
});

function digestOf(path: string, withWeights: boolean): Promise<GraphDigest> {
  return withModel(path, async ({ model, shapes, openExternal }) => {
    const weights = withWeights ? await weightHashes(model.graph, model, { openExternal }) : undefined;
    return digestGraph(model.graph, shapes, weights);
  });
}

function reportOf({ added, removed, changed, same, ports }: GraphDiff) {
  return {
    same,
    added: added.map(({ name, operator }) => ({ name, operator })),
    removed: removed.map(({ name, operator }) => ({ name, operator })),
    changed: changed.map(({ name, operator, changes }) => ({ name, operator, changes })),
    ports,
  };
}

function diffText({ added, removed, changed, same, ports }: GraphDiff): string {
  const parts = [
    `${added.length} nodes added, ${removed.length} removed, ${changed.length} changed, ${same} the same`,
    ports.map(changeText).join('\n'),
    added.map(({ name, operator }) => `+ ${name}  ${operator}`).join('\n'),
    removed.map(({ name, operator }) => `- ${name}  ${operator}`).join('\n'),
    changed
      .map(({ name, operator, changes }) => [`~ ${name}  ${operator}`, ...changes.map(changeText)].join('\n    '))
      .join('\n'),
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

function changeText({ about, name, before, after }: Change): string {
  const what = name === '' ? about : `${about} ${name}`;
  if (before === '') return `${what}: now ${after}`;
  return after === '' ? `${what}: was ${before}` : `${what}: ${before} → ${after}`;
}
