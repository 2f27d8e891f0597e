// Beside a model in a Triton repository, one that takes encoded images: an ensemble of a model that decodes, and the model.
import { LatheError } from '#core/contract/failure.ts';
import { decodeModel, decodeProgram, pillow } from './decodeProgram.ts';
import { message, named, type ProtobufMessage, protobufText, repeated } from './protobufText.ts';
import { mostRows } from './rows.ts';
import type { Exported, ExportSource } from './source.ts';
import { tritonTensor } from './tritonTensor.ts';

export interface ImageModels {
  /** Of the model that takes tensors. */
  readonly name: string;
  readonly source: ExportSource;
  readonly maxBatch: number;
  readonly labels: { readonly file: string; readonly output: string; readonly names: readonly string[] } | null;
  /** Folder of the repository, empty or with a slash at its end. */
  readonly root: string;
}

/**
 * `NAME_images` takes BYTES and gives what the model gives; `NAME_decode` runs in Triton's Python backend.
 * Throws LatheError where nothing says how images become the input, or that is none of float32.
 */
export function tritonImages({ name, source, maxBatch, labels, root }: ImageModels): Exported {
  const { inputs, outputs, record } = source;
  const { preprocessing } = record.recipe.calibration;
  const [input, ...others] = inputs;
  if (preprocessing === null || !input || others.length > 0 || input.datatype !== 'FP32') {
    throw new LatheError({
      kind: 'use',
      reason:
        preprocessing === null
          ? `Nothing says how images become the input of ${name}.`
          : `${name} takes ${inputs.map((one) => `${one.name} ${one.datatype}`).join(', ')}, and images become one input of FP32.`,
      next:
        preprocessing === null
          ? 'Build it with a preprocessing.json beside the model or its data, or hand it over without images.'
          : 'Hand it over without images, and send tensors.',
    });
  }
  const rows = mostRows(source, maxBatch);
  const image = message(['name', 'IMAGE'], ['data_type', named('TYPE_STRING')], ['dims', 1]);
  const decoder = `${name}_decode`;
  const ensemble = `${name}_images`;
  const decoding = message(
    ['name', decoder],
    ['backend', 'python'],
    ['max_batch_size', rows],
    ['input', image],
    ['output', tritonTensor(input, rows)],
    ['instance_group', message(['count', 1], ['kind', named('KIND_CPU')])],
  );
  const together = message(
    ['name', ensemble],
    ['platform', 'ensemble'],
    ['max_batch_size', rows],
    ['input', image],
    ...repeated(
      'output',
      outputs.map((one) =>
        tritonTensor(one, rows, labels?.output === one.name ? [['label_filename', labels.file]] : []),
      ),
    ),
    [
      'ensemble_scheduling',
      message(
        ['step', step(decoder, ['IMAGE'], [input.name])],
        [
          'step',
          step(
            name,
            [input.name],
            outputs.map((one) => one.name),
          ),
        ],
      ),
    ],
  );
  return {
    files: [
      { path: `${root}${decoder}/config.pbtxt`, text: protobufText(decoding) },
      { path: `${root}${decoder}/1/model.py`, text: decodeModel(input.name) },
      { path: `${root}${decoder}/1/decode.py`, text: decodeProgram(preprocessing) },
      { path: `${root}${ensemble}/config.pbtxt`, text: protobufText(together) },
      ...(labels ? [{ path: `${root}${ensemble}/${labels.file}`, text: `${labels.names.join('\n')}\n` }] : []),
      // A version of an ensemble is an empty folder, which archives and object stores do not keep.
      { path: `${root}${ensemble}/1/.keep`, text: '' },
    ],
    notes: [
      `${ensemble} takes encoded images; Triton's container needs Pillow for it: pip install ${pillow}. Where it resizes, levels may differ from Lathe's own by one or so.`,
    ],
  };
}

/** Tensors of the ensemble have the names that the models give them. */
function step(model: string, inputs: readonly string[], outputs: readonly string[]): ProtobufMessage {
  const map = (names: readonly string[]) => names.map((one) => message(['key', one], ['value', one]));
  return message(
    ['model_name', model],
    ['model_version', -1],
    ...repeated('input_map', map(inputs)),
    ...repeated('output_map', map(outputs)),
  );
}
