import { describe, expect, it } from 'vitest';
import { tensorRtOptionsSchema } from '#core/contract/recipe.ts';
import { tensorRtSummary } from './summaries.ts';
import { tensorRtChoices } from './tensorRtFields.ts';

describe('options of TensorRT’s builder', () => {
  it('are those that the target has', () => {
    expect(tensorRtChoices('onnxruntime')).toBeNull();
    expect(tensorRtChoices('tensorrt@8.6.1')).toMatchObject({ flags: true, strip: false });
    expect(tensorRtChoices('tensorrt@10.6.0')).toMatchObject({ flags: true, strip: true, timing: true });
    expect(tensorRtChoices('tensorrt@11.1')).toMatchObject({ flags: false, compatibility: true });
    expect(tensorRtChoices('tensorrt-rtx@1.7.1')).toMatchObject({ flags: false, timing: false, compatibility: false });
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
