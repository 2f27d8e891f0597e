// `lathe extract`: part of a model as a model file of its own.
import { mkdir } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { z } from 'zod';
import { extractNodes } from '#core/graph/extract/extractNodes.ts';
import { nodesBetween } from '#core/graph/extract/nodesBetween.ts';
import { nodeName } from '#core/graph/graphIndex.ts';
import { typeText } from '#core/graph/structure/typeText.ts';
import type { Graph, Model, ValueInfo } from '#core/onnx/model.ts';
import { matchesGlob } from '#core/precision/keep.ts';
import { withFiles } from '#electron/worker/artifact/fileFailure.ts';
import { writeModelFile } from '#electron/worker/model/writeModelFile.ts';
import { command } from '../command.ts';
import { wrongUse } from '../failure.ts';
import { withModel } from '../openModelFile.ts';
import { option } from '../option.ts';
import { printJson } from '../print.ts';
import { textTable } from '../textTable.ts';
import { modelPositional } from './words.ts';

const names = z.array(z.string().min(1)).default([]);

export const extract = command({
  name: 'extract',
  description: 'write part of a model as a model of its own, weights included',
  positionals: [modelPositional],
  options: {
    inputs: option(names, 'VALUES', 'values at which the part begins, with commas between [the model’s inputs]'),
    outputs: option(names, 'VALUES', 'values at which the part ends, with commas between [the model’s outputs]'),
    nodes: option(names, 'NAMES', 'instead of values: nodes by name, or globs such as /layer1/*'),
    out: option(z.string().min(1).optional(), 'FILE', 'the file to write'),
  },
  async run({ words, options, json, terminal }) {
    const { inputs, outputs, nodes, out } = options;
    if (out === undefined) throw wrongUse('lathe extract needs --out.', 'Name the file to write: --out part.onnx');
    if (nodes.length === 0 && inputs.length + outputs.length === 0) {
      throw wrongUse('Nothing says which part of the model is meant.', 'Give --outputs, --inputs or --nodes.');
    }
    if (nodes.length > 0 && inputs.length > 0) {
      throw wrongUse('--nodes and --inputs exclude each other.', 'Give one of them.');
    }
    const report = await withModel(words[0] ?? '', async ({ model, openExternal, shapes, files }) => {
      if (files.includes(resolve(out))) {
        throw wrongUse(`--out ${out} is the model itself or its weights.`, 'Name another file.');
      }
      const chosen = nodes.length > 0 ? named(model.graph, nodes) : nodesBetween(model.graph, { inputs, outputs });
      const part = extractNodes(model, chosen, shapes, outputs.length > 0 ? outputs : undefined);
      await mkdir(dirname(resolve(out)), { recursive: true });
      const signal = new AbortController().signal;
      const written = await withFiles(out, () => writeModelFile(part, out, { openExternal, signal }));
      return reportOf(written, part);
    });
    if (json) printJson(terminal, report);
    else terminal.out(extractText(report));
    return 0;
  },
});

function named(graph: Graph, globs: readonly string[]): readonly number[] {
  const found = new Set<number>();
  for (const glob of globs) {
    const matching = [...graph.nodes.keys()].filter((place) => matchesGlob(glob, nameAt(graph, place)));
    if (matching.length === 0) {
      throw wrongUse(`--nodes ${glob}: no node of the model has such a name.`, 'Take names from lathe inspect --json.');
    }
    for (const place of matching) found.add(place);
  }
  return [...found];
}

function nameAt({ nodes }: Graph, place: number): string {
  const node = nodes[place];
  return node ? nodeName(node) : '';
}

function reportOf(files: readonly string[], { graph }: Model) {
  const port = ({ name, type }: ValueInfo) => ({ name, type: typeText(type) });
  return {
    files,
    nodes: graph.nodes.length,
    initializers: graph.initializers.length,
    inputs: graph.inputs.map(port),
    outputs: graph.outputs.map(port),
  };
}

function extractText(report: ReturnType<typeof reportOf>): string {
  const rows = [
    ...report.inputs.map(({ name, type }) => ['input', name, type]),
    ...report.outputs.map(({ name, type }) => ['output', name, type]),
  ];
  return `${textTable(['', 'name', 'type'], rows)}\n\n${report.nodes} nodes and ${report.initializers} initializers, written to ${report.files.join(' and ')}\n`;
}
