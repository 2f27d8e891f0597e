// A KServe inference service over a Triton repository: what it serves, and the runtime that serves it.
import type { ExportOptions } from '#core/contract/export.ts';
import { onCapabilities } from './gpuNodes.ts';
import {
  backendOf,
  computeCapability,
  type Exported,
  type ExportSource,
  runtimeVersion,
  servedSha256,
} from './source.ts';
import { tritonImage } from './tritonImage.ts';
import { modelsOf, tritonRepository } from './tritonRepository.ts';
import { type YamlValue, yamlText } from './yaml.ts';

const somewhere = 's3://bucket/models';

/** One InferenceService serves all models of the repository, as Triton loads them. */
export function kserve(sources: readonly ExportSource[], options: ExportOptions): Exported {
  const repository = tritonRepository(sources, options, 'models/');
  const names = [...modelsOf(sources, options).keys()];
  const name = resourceName(names[0] ?? 'model');
  const gpu = sources.some(({ record }) => backendOf(record) !== 'onnxruntime');
  const runtime = `lathe-triton-${gpu ? 'gpu' : 'cpu'}`;
  const text = yamlText(servingRuntime(runtime, sources, options, gpu), service(name, runtime, sources, options, gpu));
  const storage =
    options.storage === null
      ? [`Copy models/ to storage that the cluster reaches, and put its address in place of ${somewhere}.`]
      : [`Copy models/ to ${options.storage}.`];
  return {
    files: [...repository.files, { path: 'kserve.yaml', text }],
    notes: [...repository.notes, ...storage],
  };
}

function servingRuntime(
  name: string,
  sources: readonly ExportSource[],
  { image }: ExportOptions,
  gpu: boolean,
): YamlValue {
  return {
    apiVersion: 'serving.kserve.io/v1alpha1',
    kind: 'ServingRuntime',
    metadata: { name },
    spec: {
      protocolVersions: ['v2', 'grpc-v2'],
      supportedModelFormats: formats(sources).map(({ name: format, version }) => ({
        name: format,
        version,
        autoSelect: false,
      })),
      containers: [
        {
          name: 'kserve-container',
          image: tritonImage(sources, image),
          command: ['tritonserver'],
          args: ['--model-store=/mnt/models', '--http-port=8080', '--grpc-port=9000', '--strict-readiness=true'],
          ports: [{ name: 'http1', containerPort: 8080, protocol: 'TCP' }],
          readinessProbe: { httpGet: { path: '/v2/health/ready', port: 8080 } },
          livenessProbe: { httpGet: { path: '/v2/health/live', port: 8080 }, initialDelaySeconds: 30 },
          resources: resources(gpu),
        },
      ],
    },
  };
}

function service(
  name: string,
  runtime: string,
  sources: readonly ExportSource[],
  options: ExportOptions,
  gpu: boolean,
): YamlValue {
  const { storage } = options;
  const [format] = formats(sources);
  return {
    apiVersion: 'serving.kserve.io/v1beta1',
    kind: 'InferenceService',
    metadata: { name, annotations: hashes(sources) },
    spec: {
      predictor: {
        ...onCapabilities(servedOn([...modelsOf(sources, options).values()])),
        model: {
          modelFormat: { name: format?.name ?? 'onnx', version: format?.version ?? '1' },
          protocolVersion: 'v2',
          runtime,
          storageUri: storage ?? somewhere,
          resources: resources(gpu),
        },
      },
    },
  };
}

/** The compute capabilities that every model has a plan for; none where a plan does not say. */
function servedOn(models: readonly (readonly ExportSource[])[]): readonly string[] {
  const bound = models.filter(([first]) => first && backendOf(first.record) === 'tensorrt');
  const [first = [], ...others] = bound.map((builds) => builds.map(({ record }) => computeCapability(record)));
  const known = [...new Set(first)].filter((capability) => capability !== undefined);
  return known.length < new Set(first).size ? [] : known.filter((one) => others.every((other) => other.includes(one)));
}

function formats(sources: readonly ExportSource[]): readonly { readonly name: string; readonly version: string }[] {
  const found = sources.map(({ record }) =>
    backendOf(record) === 'onnxruntime'
      ? { name: 'onnx', version: '1' }
      : { name: 'tensorrt', version: (runtimeVersion(record) ?? '').split('.')[0] || '10' },
  );
  return found.filter((one, index) => found.findIndex(({ name }) => name === one.name) === index);
}

function resources(gpu: boolean): YamlValue {
  const own = { cpu: '2', memory: '4Gi' };
  return gpu ? { requests: own, limits: { ...own, 'nvidia.com/gpu': '1' } } : { requests: own, limits: own };
}

/** What is served can be told from the build's record. */
function hashes(sources: readonly ExportSource[]): YamlValue {
  return Object.fromEntries(
    sources.map(({ record }, index) => [`lathe/engine-${index + 1}`, `sha256:${servedSha256(record)}`]),
  );
}

/** Names of Kubernetes: at most 63 small letters, digits and dashes. */
export function resourceName(text: string): string {
  const name = text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 63)
    .replace(/^-+|-+$/g, '');
  return /^[a-z]/.test(name) ? name : `m-${name}`.slice(0, 63).replace(/-+$/, '');
}
