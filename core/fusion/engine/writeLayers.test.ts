import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aTensor } from '#core/testing/aTensor.ts';
import { type EngineLayer, readLayers } from '../inspector/readLayers.ts';
import { withTracedTensors } from './tracedTensors.ts';
import { writeLayers } from './writeLayers.ts';

const aLayer = (parts: Partial<EngineLayer>): EngineLayer => ({
  name: 'conv',
  kind: 'Conv',
  inputs: [],
  outputs: [],
  nodes: [],
  namedBy: 'metadata',
  cut: false,
  tactic: '',
  origin: '',
  stream: 0,
  ...parts,
});
const tensor = { name: 'x', dims: [], type: '', format: 'NCHWc' };

describe('the layers that are written for other runtimes', () => {
  it('are read back as they were', () => {
    const name = fc.string({ unit: fc.constantFrom('a', '/', '.', '_', '0', '"', '\\'), minLength: 1 });
    const layers = fc.array(
      fc.record({ name, nodes: fc.uniqueArray(name, { minLength: 1 }), dims: fc.array(fc.nat()) }).map((one) =>
        aLayer({
          name: one.name,
          nodes: one.nodes,
          outputs: [{ name: 'y', dims: one.dims, type: 'UINT8', format: 'NCHWc' }],
        }),
      ),
    );
    fc.assert(
      fc.property(layers, (given) => {
        const read = readLayers(writeLayers(given, ['x', 'y']));
        expect(read).toEqual({ layers: given, bindings: ['x', 'y'], detailed: true });
      }),
    );
  });

  it('have the shapes and types that a trace saw, and those of weights that it left out', () => {
    const event = {
      cat: 'Node',
      name: 'conv_kernel_time',
      dur: 1,
      args: { input_type_shape: [{ uint8: [1, 3] }], output_type_shape: [{ float: [1, 8] }] },
    };
    const inputs = [tensor, { ...tensor, name: 'w' }];
    const outputs = [{ ...tensor, name: 'y' }];
    const weight = aTensor('w', 'int8[8,3]');
    const next = aLayer({ name: 'next', inputs: outputs });
    const layers = withTracedTensors([aLayer({ inputs, outputs }), next], JSON.stringify([event]), [weight]);
    expect(layers[0]?.inputs.map(({ type, dims }) => [type, dims])).toEqual([
      ['UINT8', [1, 3]],
      ['INT8', [8, 3]],
    ]);
    expect(layers[1]?.inputs).toEqual([{ ...tensor, name: 'y', type: 'FP32', dims: [1, 8] }]);
  });
});
