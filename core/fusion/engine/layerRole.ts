// What a layer is there for: to compute nodes of the model, or to serve the layers that do.
import type { EngineLayer, LayerTensor } from '../inspector/readLayers.ts';

export const layerRoles = ['compute', 'reformat', 'copy', 'constant', 'idle'] as const;
/**
 * `reformat` changes type or layout, `copy` moves data as it is, `constant` holds data and `idle` does nothing when the
 * engine runs.
 */
export type LayerRole = (typeof layerRoles)[number];

const idle: ReadonlySet<string> = new Set(['NoOp', 'shape_call', 'ShapeHostToDevice', 'DeviceToShapeHost']);
/** Operators whose only work is to change type or layout. */
const converting = /^(QuantizeLinear|DequantizeLinear|Cast|CastLike|Reorder(Input|Output))$/;
/** What a runtime puts in to change the layout, unless the model asks for it. */
const ordering = /^(Transpose|Reshape|Squeeze|Unsqueeze)$/;

/** @param operators of the ONNX nodes that the layer computes. */
export function layerRole(layer: EngineLayer, operators: readonly string[]): LayerRole {
  const kind = layer.kind.slice(layer.kind.lastIndexOf('.') + 1);
  const own = operators.length > 0;
  if (kind === 'Constant') return 'constant';
  if (idle.has(kind)) return 'idle';
  if (converting.test(kind) || (!own && ordering.test(kind))) return 'reformat';
  const converts = operators.every((operator) => converting.test(operator));
  const moves = kind === 'Reformat' || (kind === 'kgen' && layer.nodes.length === 0);
  if (!moves && !(own && converts)) return 'compute';
  // A slice or a concatenation may be done by a copying kernel: it is work of the model, but no conversion.
  if (!converts) return 'copy';
  const [from, to] = [layer.inputs[0], layer.outputs[0]];
  return differ(from, to) || from === undefined ? 'reformat' : 'copy';
}

function differ(from: LayerTensor | undefined, to: LayerTensor | undefined): boolean {
  return from !== undefined && to !== undefined && (from.type !== to.type || from.format !== to.format);
}
