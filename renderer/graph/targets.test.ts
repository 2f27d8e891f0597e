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

const preview = ({ detail }: { readonly detail?: string }) => detail !== undefined;

describe('targetOptions', () => {
  it('offers ONNX Runtime before the host has answered, and the other series for preview only', () => {
    const options = targetOptions(null);
    expect(options.filter((option) => !preview(option)).map(({ label }) => label)).toEqual(['ONNX Runtime']);
    expect(options.filter(preview).map(({ label }) => label)).toEqual([
      'TensorRT 8.6',
      'TensorRT 10.6',
      'TensorRT 11.1',
      'TensorRT-RTX 1.7',
    ]);
  });

  it('offers exactly what the host found, in its versions, and no such series for preview again', () => {
    const missing = { ...target('tensorrt-rtx', null), canBuild: false, canRun: false };
    const options = targetOptions(
      doctor([target('onnxruntime', '1.30.0'), target('tensorrt', '8.6.1'), target('tensorrt', '10.6.0'), missing]),
    );
    expect(options.filter((option) => !preview(option)).map(({ value }) => value)).toEqual([
      'onnxruntime',
      'tensorrt@8.6.1',
      'tensorrt@10.6.0',
    ]);
    expect(options.filter(preview).map(({ value }) => value)).toEqual(['tensorrt@11.1', 'tensorrt-rtx@1.7']);
  });
});
