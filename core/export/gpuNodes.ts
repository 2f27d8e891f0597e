// On which nodes of a cluster plans can run: by the labels that NVIDIA's feature discovery gives to nodes.
import type { YamlValue } from './yaml.ts';

/** @param capability such as `9.0`. */
export function capabilityLabels(capability: string): Readonly<Record<string, string>> {
  const [major = '', minor = ''] = capability.split('.');
  return { 'nvidia.com/gpu.compute.major': major, 'nvidia.com/gpu.compute.minor': minor };
}

/** Nodes of any of these compute capabilities; nothing where none is known. */
export function onCapabilities(capabilities: readonly string[]): { readonly affinity?: YamlValue } {
  if (capabilities.length === 0) return {};
  const terms = capabilities.map((capability) => ({
    matchExpressions: Object.entries(capabilityLabels(capability)).map(([key, value]) => ({
      key,
      operator: 'In',
      values: [value],
    })),
  }));
  return {
    affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: terms } } },
  };
}
