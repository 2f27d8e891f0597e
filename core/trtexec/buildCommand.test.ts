import { describe, expect, it } from 'vitest';
import { recipeSchema } from '#core/contract/recipe.ts';
import { type Buildable, buildCommand } from './buildCommand.ts';

const range = (batch: number) => [batch, 3, 224, 224];
const profiles = { x: { min: range(1), opt: range(8), max: range(32) }, size: { min: [1], opt: [2], max: [4] } };

function built(target: string, version: string, recipe: object): Buildable {
  const kind = target.split('@')[0] ?? '';
  return { target, versions: { [kind]: version }, rewritten: 'model.onnx', recipe: recipeSchema.parse(recipe) };
}
const flags = (target: string, version: string, recipe: object) =>
  buildCommand(built(target, version, recipe))?.command.split(' ') ?? [];
const tensorrt = (options: object) => ({ options: { tensorrt: options } });

describe('the trtexec command of a build', () => {
  it('is none for other targets', () => {
    expect(buildCommand(built('onnxruntime', '1.30.0', { precision: 'fp16' }))).toBeNull();
  });

  it('takes types from the model where the version can, and by flags where it must', () => {
    const int8 = { precision: 'int8' };
    expect(flags('tensorrt', '10.6.0', int8)).toContain('--stronglyTyped');
    expect(flags('tensorrt', '10.6.0', int8)).not.toContain('--int8');
    expect(flags('tensorrt', '8.6.1', int8)).toContain('--int8');
    for (const target of ['tensorrt', 'tensorrt-rtx']) {
      const words = flags(target, target === 'tensorrt' ? '11.1.0' : '1.7.1', int8);
      expect(words.filter((word) => /stronglyTyped|int8|fp16|calib/.test(word))).toEqual([]);
    }
    expect(flags('tensorrt-rtx', '1.7.1', int8)[0]).toBe('tensorrt_rtx');
    expect(flags('tensorrt@8.6', '8.6.1', { precision: 'fp32' }).join(' ')).not.toMatch(/fp16|int8|stronglyTyped/);
  });

  it('gives the builder’s own flags and calibration cache for that route', () => {
    const recipe = { precision: 'int8', ...tensorrt({ route: 'flags' }) };
    const words = flags('tensorrt', '10.6.0', recipe);
    expect(words).toEqual(expect.arrayContaining(['--fp16', '--int8', '--calib=calibration.cache']));
    expect(words).not.toContain('--stronglyTyped');
  });

  it('states shapes of all inputs in each of several profiles, of which 8.6 takes the first', () => {
    const second = { x: { min: [1, 3, 64, 64], opt: [1, 3, 96, 96], max: [2, 3, 128, 128] } };
    const recipe = { precision: 'fp16', profiles, ...tensorrt({ moreProfiles: [second] }) };
    const words = flags('tensorrt', '10.6.0', recipe);
    expect(words.filter((word) => /profile=|minShapes/.test(word))).toEqual([
      '--profile=0',
      '--minShapes=x:1x3x224x224,size:1',
      '--profile=1',
      '--minShapes=x:1x3x64x64',
    ]);
    const command = buildCommand(built('tensorrt', '8.6.1', recipe));
    expect(command?.command).not.toContain('--profile=');
    expect(command?.command).toContain(
      '--minShapes=x:1x3x224x224,size:1 --optShapes=x:8x3x224x224,size:2 --maxShapes=x:32x3x224x224,size:4',
    );
    expect(command?.notes).toEqual(['The command has the first of 2 optimization profiles.']);
    expect(buildCommand(built('tensorrt', '10.6.0', { precision: 'fp16' }))?.notes[0]).toMatch(
      /Dynamic dimensions are 1/,
    );
  });

  it('counts no profile that states nothing, as the build leaves it out', () => {
    const more = [64, 128].map((size) => ({ x: { min: [1, size], opt: [2, size], max: [4, size] } }));
    const words = flags('tensorrt', '10.6.0', { precision: 'fp16', ...tensorrt({ moreProfiles: more }) });
    expect(words.filter((word) => /profile=|minShapes/.test(word))).toEqual([
      '--profile=0',
      '--minShapes=x:1x64',
      '--profile=1',
      '--minShapes=x:1x128',
    ]);
    const one = flags('tensorrt', '10.6.0', { precision: 'fp16', ...tensorrt({ moreProfiles: more.slice(1) }) });
    expect(one.filter((word) => /profile=|minShapes/.test(word))).toEqual(['--minShapes=x:1x128']);
  });

  it('marks values to be given out where the record names them', () => {
    const marked = (debugTensors: unknown) =>
      buildCommand(built('tensorrt', '11.1.0', { precision: 'fp32', profiles, ...tensorrt({ debugTensors }) }));
    expect(marked(['a', 'b'])?.command).toContain(' --markDebug=a,b ');
    expect(marked('unfused')?.command).toContain(' --markUnfusedTensorsAsDebugTensors ');
    expect(marked('layers')?.command).not.toMatch(/Debug/);
    expect(marked('layers')?.notes).toEqual([expect.stringMatching(/--markDebug names/)]);
  });

  it('carries every option of the builder', () => {
    const options = {
      workspaceMegabytes: 1024,
      optimizationLevel: 5,
      timingIterations: 8,
      tf32: false,
      sparseWeights: true,
      dla: { core: 1 },
      versionCompatible: true,
      amperePlus: true,
      refit: true,
      stripPlan: true,
      detailed: false,
      plugins: ['/opt/my plugins/nms.so'],
    };
    const command = buildCommand(built('tensorrt', '10.6.0', { precision: 'fp32', ...tensorrt(options) }))?.command;
    for (const flag of [
      '--memPoolSize=workspace:1024M',
      '--builderOptimizationLevel=5',
      '--avgTiming=8',
      '--noTF32',
      '--sparsity=enable',
      '--versionCompatible',
      '--hardwareCompatibilityLevel=ampere+',
      '--useDLACore=1',
      '--allowGPUFallback',
      '--refit',
      '--stripWeights',
      '--profilingVerbosity=layer_names_only',
      "'--staticPlugins=/opt/my plugins/nms.so'",
      '--timingCacheFile=timing.cache',
    ]) {
      expect(command?.split(/ (?=-|')/)).toContain(flag);
    }
    expect(flags('tensorrt', '10.6.0', { precision: 'fp32' }).join(' ')).not.toMatch(/noTF32|sparsity|refit|Compatib/);
    expect(flags('tensorrt-rtx', '1.7.1', { precision: 'fp32' }).join(' ')).not.toMatch(/timingCacheFile/);
  });
});
