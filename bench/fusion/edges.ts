// The edges on which prediction and engine differ: node bench/fusion/edges.ts NAME [VARIANT]; the variants `onnxruntime`
// and `onnxruntime-int8` build now, the latter with quantizers. Networks that are held out are refused, so that no rule is written to suit them.
import { resolve } from 'node:path';
import { linkEngine } from '#core/fusion/actual/linkEngine.ts';
import { scoredEdges } from '#core/fusion/agreement.ts';
import type { EngineLayer } from '#core/fusion/inspector/readLayers.ts';
import { type PreviewModelOptions, predictModel } from '#core/fusion/previewModel.ts';
import { nodeName } from '#core/graph/graphIndex.ts';
import type { Model } from '#core/onnx/model.ts';
import { readModel } from '#core/onnx/read.ts';
import { memorySource } from '#core/onnx/source.ts';
import {
  casesIn,
  fixtures,
  graphs,
  graphsIn,
  heldOut,
  layersOf,
  networkOf,
  quickTruth,
  readPacked,
  truth,
} from './cases.ts';
import { optimizedLayers, quantizedLayers } from './onnxruntime.ts';

async function print(
  title: string,
  model: Model,
  layers: readonly EngineLayer[],
  options: Omit<PreviewModelOptions, 'engine'>,
) {
  const { graph } = model;
  const { prediction } = await predictModel(model, options);
  const { index, removed, apart } = prediction;
  const link = linkEngine({ graph, index, layers, removed });
  const wrong = scoredEdges(graph, prediction, link).filter(({ together, really }) => together !== really);
  console.log(`\n${title}: ${wrong.length} edges differ`);
  const name = (node: number) => {
    const found = graph.nodes[node];
    return found ? `${found.opType} ${nodeName(found)}` : '';
  };
  for (const { from, to, together } of wrong) {
    const why = together
      ? prediction.matches.find(({ nodes }) => nodes.includes(from) && nodes.includes(to))?.reason
      : apart.find(({ nodes }) => nodes.includes(from) && nodes.includes(to))?.reason;
    console.log(
      `${together ? 'joined in vain' : 'not foreseen  '}  ${name(from)} -> ${name(to)}${why ? `\n      ${why}` : ''}`,
    );
    const places = (node: number) => link.layers.flatMap((one, at) => (one.nodes.includes(node) ? [at] : []));
    console.log(`      layers ${places(from).join(',')} -> ${places(to).join(',')}`);
  }
  if (!process.argv.includes('--layers')) return;
  link.layers.forEach(({ layer, nodes }, at) => {
    console.log(`${at} ${layer.kind} ${layer.name.slice(0, 100).replaceAll(/\p{Cc}/gu, ' ')} ${layer.tactic}`);
    for (const node of nodes) console.log(`        ${name(node)}`);
  });
}

async function rewrittenLayers(path: string) {
  const { rewritten: model, layers } = await quantizedLayers(path);
  return { model, layers };
}

const [wanted = '', variant] = process.argv.slice(2).filter((word) => !word.startsWith('--'));
if (variant === 'onnxruntime' || variant === 'onnxruntime-int8') {
  const bundled = [
    resolve(import.meta.dirname, '../../assets/samples/shapes/shapes.onnx'),
    resolve(import.meta.dirname, '../../../shared/models/ultraface-rfb-320.onnx'),
  ];
  const known = [...graphsIn(graphs), ...graphsIn(fixtures), ...graphsIn(truth)];
  for (const path of new Set([...bundled, ...known])) {
    if (!networkOf(path).includes(wanted) || heldOut.has(networkOf(path))) continue;
    const { model, layers } = variant === 'onnxruntime' ? await optimizedLayers(path) : await rewrittenLayers(path);
    await print(networkOf(path), model, layers, { target: 'onnxruntime', precision: 'fp32' });
  }
} else {
  for (const one of [...casesIn(fixtures), ...casesIn(truth), ...casesIn(quickTruth)]) {
    // What is foreseen is told in nodes of another model than these edges are of.
    if (one.model !== wanted || one.variant === 'qdq foreseen') continue;
    if (variant !== undefined && one.variant !== variant) continue;
    if (heldOut.has(one.model)) {
      console.error(`${one.model} is held out.`);
      process.exitCode = 2;
      break;
    }
    const model = await readModel(memorySource(readPacked(one.graph)));
    const layers = await layersOf(one, model);
    await print(`${one.model} ${one.variant}`, model, layers, one);
  }
}
