// ONNX Runtime's own optimizer, from a model file to an engine file.
import { basename } from 'node:path';
import { openSession } from './session.ts';

/** Initializers of at least so many bytes go to the engine's data file. */
const externalFrom = 1024;

export interface Optimize {
  readonly model: string;
  /** Names the model in failures. */
  readonly name: string;
  readonly engine: string;
  readonly external: boolean;
  /** Whether what is to run in 8 bits was decided already: then nothing else is quantized because its neighbours are. */
  readonly decided: boolean;
}

/**
 * Writes the optimized graph of `model` to `engine`; with `external` the weights go to `<engine>.data` beside it, which
 * models over 2 GB need, since a protobuf message ends there.
 */
export function optimize({ model, name, engine, external, decided }: Optimize): void {
  const session = openSession(model, {
    name,
    threads: 1,
    optimization: 'all',
    writeTo: engine,
    configuration: {
      session: {
        // Packed weights belong to the running session; the engine keeps them plain.
        disable_prepacking: '1',
        ...(external
          ? {
              optimized_model_external_initializers_file_name: `${basename(engine)}.data`,
              optimized_model_external_initializers_min_size_in_bytes: String(externalFrom),
            }
          : {}),
      },
      // It quantizes the weights of whatever stands between a dequantizer and a quantizer.
      ...(decided ? { optimization: { disable_specified_optimizers: 'WeightBiasQuantization' } } : {}),
    },
  });
  session.close();
}
