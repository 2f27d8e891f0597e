// The values of layers that a TensorRT engine gives out while it runs, matched with those of the model.
import type { BuildRecord } from '#core/contract/build.ts';
import type { LayerError } from '#core/contract/measurement.ts';
import { readLayers } from '#core/fusion/inspector/readLayers.ts';
import { nodeName } from '#core/graph/graphIndex.ts';
import type { Graph } from '#core/onnx/model.ts';
import { engineLibrary } from '#electron/worker/backends/tensorrt/engineLibrary.ts';
import { openTensorRtSession, type TensorRtSession } from '#electron/worker/backends/tensorrt/session.ts';
import type { Context } from '#electron/worker/context.ts';
import type { OpenedModel } from '#electron/worker/model/openModel.ts';
import { roundings } from './asRead.ts';
import type { LayerEnd } from './layerEnds.ts';
import type { LayerSource } from './layerSource.ts';

const missing =
  'The engine does not give it out: it was fused into what follows, folded, or not marked when it was built.';

/** @param compare runs the model's FP32 beside the engine. */
export async function tensorRtLayers(
  context: Context,
  {
    build,
    ends,
    other,
  }: { readonly build: BuildRecord; readonly ends: readonly LayerEnd[]; readonly other: OpenedModel },
  compare: (source: LayerSource) => Promise<LayerError[]>,
): Promise<LayerError[]> {
  const asked = build.recipe.options.tensorrt?.debugTensors;
  if (asked === undefined) {
    context.log(
      `The engine ${build.engine} gives out no values of layers. Build it with "debugTensors": "layers" under options.tensorrt in the recipe to compare them.`,
    );
    return [];
  }
  const unfused = asked === 'unfused';
  const session = openTensorRtSession(await engineLibrary(context, build), build.engine);
  try {
    const made = new Set(other.model.graph.nodes.flatMap(({ outputs }) => outputs));
    const pairs = ends.filter(({ value }) => made.has(value)).map((end) => ({ ...end, here: end.value }));
    return await compare({
      pairs,
      run: (feeds) => {
        const values = session.watch(feeds, unfused);
        return unfused ? byModel(session, other.model.graph, values) : values;
      },
      roundings: await roundings(other),
      missing,
    });
  } finally {
    session.close();
  }
}

/**
 * Unfused values carry the engine's own names, those of its inspector: a layer's one output is the value of the last node
 * that it computes.
 */
function byModel(session: TensorRtSession, graph: Graph, values: ReturnType<TensorRtSession['watch']>) {
  const places = new Map(graph.nodes.map((node, place) => [nodeName(node), place]));
  const named = { ...values };
  for (const layer of readLayers(session.inspect(), new Set(places.keys())).layers) {
    const [output, ...others] = layer.outputs;
    const last = Math.max(-1, ...layer.nodes.map((node) => places.get(node) ?? -1));
    const [name] = graph.nodes[last]?.outputs ?? [];
    const value = output && values[output.name];
    if (others.length === 0 && !layer.cut && name !== undefined && value && !(name in named)) named[name] = value;
  }
  return named;
}
