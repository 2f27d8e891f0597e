import { describe, expect, it } from 'vitest';
import { tensorRtOptionsSchema } from '#core/contract/recipe.ts';
import { tensorRtSummary } from './summaries.ts';
import { dlaCores, tensorRtChoices } from './tensorRtFields.ts';

describe('options of TensorRT’s builder', () => {
  it('are those that the target has', () => {
    expect(tensorRtChoices('onnxruntime')).toBeNull();
    expect(tensorRtChoices('tensorrt@8.6.1')).toMatchObject({ flags: true, strip: false });
    expect(tensorRtChoices('tensorrt@10.6.0')).toMatchObject({ flags: true, strip: true, timing: true });
    expect(tensorRtChoices('tensorrt@11.1')).toMatchObject({ flags: false, compatibility: true });
    expect(tensorRtChoices('tensorrt-rtx@1.7.1')).toMatchObject({ flags: false, timing: false, compatibility: false });
  });

  it('give out values that are not fused from 11 on, and none in 8.6', () => {
    expect(tensorRtChoices('tensorrt@8.6.1')?.debug).toEqual([]);
    expect(tensorRtChoices('tensorrt@10.6.0')?.debug).toEqual(['layers', 'all']);
    expect(tensorRtChoices('tensorrt-rtx')?.debug).toEqual(['layers', 'all', 'unfused']);
  });

  it('name an accelerator where the doctor found one for that very version', () => {
    const one = { library: null, device: '', canBuild: true, canRun: true, why: '' };
    const targets = [
      { ...one, name: 'tensorrt', version: '10.6.0', dlaCores: 2 },
      { ...one, name: 'tensorrt', version: '8.6.1' },
    ];
    const cpu = { model: '', cores: 1, features: [], memoryBytes: 0 };
    const native = { available: true, version: null, why: '' };
    const doctor = { targets, lathe: '', node: '', platform: '', cpu, native, home: '' };
    expect(dlaCores(doctor, 'tensorrt@10.6.0')).toBe(2);
    expect(dlaCores(doctor, 'tensorrt')).toBe(2);
    expect(dlaCores(doctor, 'tensorrt@8.6.1')).toBe(0);
    expect(dlaCores(null, 'tensorrt')).toBe(0);
  });

  it('are told in a few words where they differ from the defaults', () => {
    expect(tensorRtSummary(undefined)).toBe(tensorRtSummary(tensorRtOptionsSchema.parse({})));
    const options = tensorRtOptionsSchema.parse({
      route: 'flags',
      tf32: false,
      workspaceMegabytes: 1024,
      plugins: ['a'],
    });
    expect(tensorRtSummary(options)).toBe('precision by flags · workspace 1024 MB · no TF32 · 1 plugin library');
  });
});
