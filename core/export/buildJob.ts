// Kubernetes jobs that build engines where they will run: one for each target and recipe.

import type { ExportOptions } from '#core/contract/export.ts';
import { LatheError } from '#core/contract/failure.ts';
import { capabilityLabels } from './gpuNodes.ts';
import { resourceName } from './kserve.ts';
import { backendOf, computeCapability, type Exported, type ExportSource } from './source.ts';
import { type YamlValue, yamlText } from './yaml.ts';

export interface BuildJobPlace {
  /** Lathe's version, of which the image is. */
  readonly lathe: string;
}

const claims = { models: 'lathe-models', engines: 'lathe-engines' } as const;

/** The model and its ranges go to the volume `lathe-models`; engines come to `lathe-engines`. */
export function buildJob(sources: readonly ExportSource[], options: ExportOptions, { lathe }: BuildJobPlace): Exported {
  const jobs = sources.flatMap((source) =>
    (options.targets.length > 0 ? options.targets : [source.record.target]).map((target) => ({ source, target })),
  );
  const names = jobs.map(({ source, target }) => jobName(source, target));
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) {
    throw new LatheError({
      kind: 'use',
      reason: `Two of these builds would be the same job, ${twice}.`,
      next: 'Name each target and recipe once.',
    });
  }
  const image = options.image ?? `lathe:${lathe}`;
  const models = new Map(sources.map(({ record }) => [record.modelSha256, record]));
  return {
    files: [
      ...jobs.map(({ source, target }) => ({
        path: `${jobName(source, target)}.yaml`,
        text: yamlText(recipeMap(source, target), job(source, target, image)),
      })),
      ...sources.flatMap(({ record }) =>
        record.ranges === null
          ? []
          : [{ path: `models/${record.id}.ranges.json`, build: record.id, copy: 'ranges.json' }],
      ),
    ],
    notes: [
      ...[...models.values()].map(
        ({ modelName, modelSha256 }) =>
          `Put ${modelName} (sha256 ${modelSha256}) as ${modelSha256.slice(0, 16)}.onnx, and what lies in models/, on the volume ${claims.models}.`,
      ),
      ...(options.image === null
        ? [`The image ${image} is Lathe itself with the target's runtime; lathe export takes yours as --image.`]
        : []),
    ],
  };
}

function jobName({ record }: ExportSource, target: string): string {
  return resourceName(
    `lathe-${record.modelName.replace(/\.onnx$/i, '').slice(0, 20)}-${record.precision}-${target.replace('onnxruntime', 'ort')}-${record.id.slice(0, 6)}`,
  );
}

function recipeMap(source: ExportSource, target: string): YamlValue {
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: jobName(source, target) },
    data: { 'recipe.json': `${JSON.stringify(source.record.recipe, null, 2)}\n` },
  };
}

function job(source: ExportSource, target: string, image: string): YamlValue {
  const { record } = source;
  const name = jobName(source, target);
  const gpu = target.startsWith('tensorrt@') || target === 'tensorrt';
  const words = [
    ...['lathe', 'build', `/models/${record.modelSha256.slice(0, 16)}.onnx`],
    ...['--target', target],
    ...['--recipe', '/recipe/recipe.json'],
    ...(record.ranges === null ? [] : ['--ranges', `/models/${record.id}.ranges.json`]),
    ...['--out', `/engines/${name}`, '--json'],
  ];
  const capability = gpu && backendOf(record) === 'tensorrt' ? computeCapability(record) : undefined;
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name, labels: { 'app.kubernetes.io/name': 'lathe', 'app.kubernetes.io/component': 'build' } },
    spec: {
      backoffLimit: 1,
      ttlSecondsAfterFinished: 86_400,
      template: {
        spec: {
          restartPolicy: 'Never',
          ...(capability ? { nodeSelector: capabilityLabels(capability) } : {}),
          containers: [
            {
              name: 'build',
              image,
              command: words,
              env: [{ name: 'LATHE_HOME', value: '/scratch' }],
              resources: {
                requests: { cpu: '2', memory: '4Gi' },
                ...(gpu ? { limits: { 'nvidia.com/gpu': '1' } } : {}),
              },
              volumeMounts: [
                { name: 'recipe', mountPath: '/recipe', readOnly: true },
                { name: 'models', mountPath: '/models', readOnly: true },
                { name: 'engines', mountPath: '/engines' },
                { name: 'scratch', mountPath: '/scratch' },
              ],
            },
          ],
          volumes: [
            { name: 'recipe', configMap: { name } },
            { name: 'models', persistentVolumeClaim: { claimName: claims.models, readOnly: true } },
            { name: 'engines', persistentVolumeClaim: { claimName: claims.engines } },
            { name: 'scratch', emptyDir: {} },
          ],
        },
      },
    },
  };
}
