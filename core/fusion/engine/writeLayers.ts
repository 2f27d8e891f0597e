// Layers of any runtime in the form in which TensorRT's inspector writes them, so that all engines are read alike.
import type { EngineLayer, LayerTensor } from '../inspector/readLayers.ts';

/** The text of a `layers.json`: what `readLayers` gives back for it are the same layers. */
export function writeLayers(layers: readonly EngineLayer[], bindings: readonly string[]): string {
  const rows = layers.map((layer) => ({
    Name: layer.name,
    LayerType: layer.kind,
    Inputs: layer.inputs.map(tensor),
    Outputs: layer.outputs.map(tensor),
    TacticName: layer.tactic,
    Origin: layer.origin,
    StreamId: layer.stream,
    Metadata: layer.nodes.map((node) => `[ONNX Layer: ${node}]`).join('\u001e'),
  }));
  const lines = rows.map((row) => JSON.stringify(row));
  return `{"Layers": [\n${lines.join(',\n')}\n],\n"Bindings": ${JSON.stringify(bindings)}\n}\n`;
}

function tensor({ name, dims, type, format }: LayerTensor) {
  return { Name: name, Dimensions: dims, Datatype: type, Format: format };
}
