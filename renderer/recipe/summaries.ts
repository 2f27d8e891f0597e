// The options in a few words, for the line that stands where they are folded away.
import type { DataSet, Preprocessing } from '#core/contract/data.ts';
import type { Keep, OtherPrecision, Precision, Recipe, TensorRtOptions } from '#core/contract/recipe.ts';
import { counted } from '#renderer/format/format.ts';

export function keepSummary({ nodes, patterns, operators }: Keep): string {
  const parts = [
    operators.length > 0 ? operators.join(', ') : null,
    patterns.length > 0 ? patterns.join(', ') : null,
    nodes.length > 0 ? counted(nodes.length, 'node') : null,
  ].filter((part) => part !== null);
  return parts.length > 0 ? parts.join(' · ') : 'only what must';
}

export function precisionSummary(other: OtherPrecision | undefined, more: readonly Precision[]): string {
  const parts = [
    ...(other === undefined || other === 'fp32' ? [] : [`INT8 with ${other.toUpperCase()}`]),
    ...more.map((precision) => precision.toUpperCase()),
  ];
  return parts.length > 0 ? parts.join(' · ') : 'FP32, FP16 and INT8';
}

export function profileSummary(profiles: Recipe['profiles']): string {
  const parts = Object.entries(profiles).map(([name, { min, opt, max }]) => {
    const shapes = [min, opt, max].map((shape) => shape.join('×'));
    return `${name} ${new Set(shapes).size === 1 ? shapes[0] : shapes.join(' … ')}`;
  });
  return parts.length > 0 ? parts.join(', ') : 'as the model states them, dynamic dimensions as 1';
}

/** What differs from the defaults. */
export function tensorRtSummary(options: TensorRtOptions | undefined): string {
  if (!options) return 'as an expert would set it';
  const { workspaceMegabytes, optimizationLevel, plugins } = options;
  const parts = [
    options.route === 'flags' && 'precision by flags',
    workspaceMegabytes !== undefined && `workspace ${workspaceMegabytes} MB`,
    optimizationLevel !== undefined && `level ${optimizationLevel}`,
    !options.tf32 && 'no TF32',
    options.sparseWeights && 'sparse weights',
    options.versionCompatible && 'version compatible',
    options.amperePlus && 'Ampere and later',
    options.refit && 'refittable',
    options.stripPlan && 'without weights',
    options.dla !== undefined && `DLA core ${options.dla.core}`,
    options.debugTensors !== undefined && 'gives out values of layers',
    !options.detailed && 'layers not detailed',
    plugins.length > 0 && counted(plugins.length, 'plugin library', 'plugin libraries'),
  ].filter((part) => part !== false);
  return parts.length > 0 ? parts.join(' · ') : 'as an expert would set it';
}

export function preprocessingSummary(stated: Preprocessing | null, data: DataSet | null): string {
  if (stated) return `${words(stated)}, set here`;
  if (data?.preprocessing) return `${words(data.preprocessing)}, found with the data`;
  return data && data.kind !== 'images' ? 'none: the arrays are taken as they are' : 'derived from the model’s input';
}

function words({ resize: { width, height, fit }, channels, layout }: Preprocessing): string {
  return `${width}×${height} ${fit}, ${channels.toUpperCase()}, ${layout.toUpperCase()}`;
}
