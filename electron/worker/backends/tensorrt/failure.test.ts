import { describe, expect, it } from 'vitest';
import { buildFailure } from './failure.ts';
import type { BuildOutcome } from './nativeTypes.ts';

const failed = (reason: string): BuildOutcome => ({
  status: 'failed',
  stage: 'build',
  reason,
  stages: [],
  parserMessages: [],
  engineBytes: 0,
  networkLayers: 0,
  timingCache: new Uint8Array(),
  calibrationCache: '',
  profiles: [],
  debugTensors: [],
});

describe('why TensorRT built no engine', () => {
  it('comes with the forms that it took where it failed at weights among INT8 and 16 bits', () => {
    const words =
      '[weightsPtr.h::values::181] Error Code 2: Internal Error (Assertion type() == expectedDataType<T>() failed. )';
    const { failure } = buildFailure('net.onnx in int8', failed(words));
    expect(failure.reason).toContain('weightsPtr.h');
    expect(failure.next).toMatch(/leave "otherPrecision" out of the recipe, or build it in FP16/);
  });
  it('comes with the stage’s next step where the words are not known', () => {
    const { failure } = buildFailure('net.onnx in int8', failed('Assertion other() failed.'));
    expect(failure.next).toMatch(/Look at the log/);
  });
});
