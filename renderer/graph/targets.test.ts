import { describe, expect, it } from 'vitest';
import type { Doctor } from '#core/contract/target.ts';
import { targetOptions } from './targets.ts';

const target = (name: string, version: string | null): Doctor['targets'][number] => ({
  name,
  version,
  library: null,
  device: 'cpu',
  canBuild: true,
  canRun: true,
  why: '',
});
const doctor = (targets: Doctor['targets']): Doctor => ({
  targets,
  lathe: '',
  node: '',
  platform: '',
  home: '',
  cpu: { model: '', cores: 1, features: [], memoryBytes: 0 },
  native: { available: false, version: null, why: '' },
});

describe('targetOptions', () => {
  it('offers the usual targets before the host has answered', () => {
    expect(targetOptions(null).map(({ label }) => label)).toEqual([
      'ONNX Runtime',
      'TensorRT 10.6',
      'TensorRT-RTX 1.7',
    ]);
  });

  it('offers the version that the host has, and each backend once', () => {
    const options = targetOptions(doctor([target('onnxruntime', '1.30.0'), target('tensorrt', '8.6.1')]));
    expect(options.map(({ value }) => value)).toEqual(['onnxruntime', 'tensorrt@8.6.1', 'tensorrt-rtx@1.7']);
  });
});
