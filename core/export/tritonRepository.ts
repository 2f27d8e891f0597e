// A Triton model repository of builds: a folder a model, with versions, and one plan for each compute capability.

import type { ExportOptions } from '#core/contract/export.ts';
import { LatheError } from '#core/contract/failure.ts';
import {
  backendOf,
  computeCapability,
  type Exported,
  type ExportFile,
  type ExportSource,
  fileName,
  servedName,
} from './source.ts';
import { tritonConfig } from './tritonConfig.ts';
import { tritonImages } from './tritonImages.ts';

/**
 * Builds of one model are its versions 1, 2, … in the order given; those for different compute capabilities share a
 * version. Throws LatheError where engines of one model take or give something else, or a version lacks a plan.
 */
export function tritonRepository(sources: readonly ExportSource[], options: ExportOptions, root: string): Exported {
  const models = modelsOf(sources, options);
  const parts = [...models].map(([name, builds]) => tritonModel(name, builds, options, root));
  return { files: parts.flatMap(({ files }) => files), notes: parts.flatMap(({ notes }) => notes) };
}

/** The models by their names in the repository. */
export function modelsOf(
  sources: readonly ExportSource[],
  { name }: Pick<ExportOptions, 'name'>,
): ReadonlyMap<string, readonly ExportSource[]> {
  const own = new Set(sources.map(({ record }) => servedName(record)));
  if (name !== null && own.size > 1) {
    throw refused(`One name, ${name}, cannot stand for ${[...own].join(' and ')}.`, 'Leave --name out.');
  }
  const backends = new Set(sources.map(({ record }) => `${servedName(record)} ${backendOf(record)}`));
  return Map.groupBy(sources, ({ record }) => {
    const stem = name ?? servedName(record);
    const alone = [...backends].filter((one) => one.startsWith(`${servedName(record)} `)).length === 1;
    return alone ? stem : `${stem}_${backendOf(record)}`;
  });
}

function tritonModel(name: string, builds: readonly ExportSource[], options: ExportOptions, root: string): Exported {
  const folder = `${root}${name}/`;
  const [first] = builds;
  if (!first) return { files: [], notes: [] };
  for (const other of builds) requireAlike(name, first, other);
  const backend = backendOf(first.record);
  if (backend === 'tensorrt-rtx') {
    throw refused(
      `Triton has no backend for TensorRT-RTX, for which ${name} was built.`,
      'Build it for tensorrt or onnxruntime, or hand it over as a program.',
    );
  }
  const byDevice = Map.groupBy(builds, ({ record }) => computeCapability(record) ?? '');
  const versions = versionsOf(name, byDevice);
  const several = byDevice.size > 1;
  const ending = backend === 'onnxruntime' ? 'onnx' : 'plan';
  const file = (capability: string) =>
    several ? `model_${capability.replace('.', '_')}.${ending}` : `model.${ending}`;
  const labels = labelsOf(first);
  const files: ExportFile[] = [
    {
      path: `${folder}config.pbtxt`,
      text: tritonConfig({
        name,
        source: first,
        plans: new Map(
          backend === 'tensorrt' ? [...byDevice.keys()].filter(Boolean).map((key) => [key, file(key)]) : [],
        ),
        file: file(byDevice.keys().next().value ?? ''),
        batching: options.batching,
        labels: labels && { file: labels.file, output: labels.output },
      }),
    },
    ...(labels ? [{ path: `${folder}${labels.file}`, text: `${labels.names.join('\n')}\n` }] : []),
  ];
  for (const [index, version] of versions.entries()) {
    for (const [capability, source] of version)
      files.push(...modelFiles(source, `${folder}${index + 1}/`, file(capability)));
  }
  const portable =
    backend === 'onnxruntime'
      ? [
          `${name}: the portable model.onnx is handed over, since an optimized engine belongs to the exact ONNX Runtime and processor that made it; Triton's ONNX Runtime optimizes it at loading.`,
        ]
      : [];
  const images = options.images
    ? tritonImages({ name, source: first, maxBatch: options.batching.maxBatch, labels, root })
    : { files: [], notes: [] };
  return { files: [...files, ...images.files], notes: [...portable, ...images.notes] };
}

/** For each version the build of each compute capability. */
function versionsOf(
  name: string,
  byDevice: ReadonlyMap<string, readonly ExportSource[]>,
): readonly ReadonlyMap<string, ExportSource>[] {
  const most = Math.max(...[...byDevice.values()].map(({ length }) => length));
  return Array.from({ length: most }, (_, index) => {
    const version = new Map<string, ExportSource>();
    for (const [capability, builds] of byDevice) {
      const build = builds[index];
      if (!build) {
        const device = capability === '' ? 'an unknown GPU' : `compute capability ${capability}`;
        throw refused(
          `Version ${index + 1} of ${name} has no engine for ${device}.`,
          'Name as many builds for each GPU, in the order of their versions.',
        );
      }
      version.set(capability, build);
    }
    return version;
  });
}

/** ONNX models with data files go into a folder of the model's name, as Triton's backend takes them. */
function modelFiles({ record, modelData }: ExportSource, folder: string, file: string): readonly ExportFile[] {
  if (backendOf(record) !== 'onnxruntime') {
    return [{ path: `${folder}${file}`, build: record.id, copy: fileName(record.engine) }];
  }
  const model = fileName(record.rewritten);
  if (modelData.length === 0) return [{ path: `${folder}${file}`, build: record.id, copy: model }];
  return [
    { path: `${folder}${file}/model.onnx`, build: record.id, copy: model },
    ...modelData.map((data) => ({ path: `${folder}${file}/${data}`, build: record.id, copy: data })),
  ];
}

function requireAlike(name: string, first: ExportSource, other: ExportSource): void {
  const shown = ({ inputs, outputs }: ExportSource) =>
    [...inputs, ...outputs].map((tensor) => `${tensor.name} ${tensor.datatype}[${tensor.shape.join(',')}]`).join(', ');
  if (shown(first) === shown(other)) return;
  throw refused(
    `Builds of ${name} differ in what they take or give: ${shown(first)}, and ${shown(other)}.`,
    'Hand them over one by one, each under a name of its own.',
  );
}

/** Where the recipe names classes, and it is plain which output they belong to. */
function labelsOf({ record, outputs }: ExportSource) {
  const post = record.recipe.postprocessing;
  if (post?.kind !== 'classification' || post.labels.length === 0) return null;
  const output = post.output ?? (outputs.length === 1 ? outputs[0]?.name : undefined);
  return output === undefined ? null : { file: 'labels.txt', output, names: post.labels };
}

function refused(reason: string, next: string): LatheError {
  return new LatheError({ kind: 'use', reason, next });
}
