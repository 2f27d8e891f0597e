// The configuration of one model in a Triton repository, derived from its engines (model_config.proto of Triton).
import type { Batching } from '#core/contract/serving.ts';
import { message, named, type ProtobufMessage, protobufText, repeated } from './protobufText.ts';
import { mostRows, profilesOf, tunedRows } from './rows.ts';
import { backendOf, type ExportSource, type ExportTensor } from './source.ts';
import { type MoreOfTensor, reshapeOf, tritonDims, tritonTensor, tritonType } from './tritonTensor.ts';

export interface TritonModel {
  readonly name: string;
  /** All engines take and give the same; the first stands for them. */
  readonly source: ExportSource;
  /** By compute capability; empty where one file serves every device. */
  readonly plans: ReadonlyMap<string, string>;
  /** The file that is loaded where no other is named. */
  readonly file: string;
  readonly batching: Batching;
  /** The file with the classes' names and the output that they belong to. */
  readonly labels: { readonly file: string; readonly output: string } | null;
}

export function tritonConfig({ name, source, plans, file, batching, labels }: TritonModel): string {
  const gpu = backendOf(source.record) !== 'onnxruntime';
  const rows = mostRows(source, batching.maxBatch);
  const tensor = (one: ExportTensor, more: MoreOfTensor) => tritonTensor(one, rows, [...reshapeOf(one, rows), ...more]);
  const [image, ...others] = source.inputs;
  const format = others.length === 0 && image ? imageFormat(source, image, rows) : undefined;
  const profiles = profilesOf(source.record.recipe);
  const { threads } = source.record.recipe.options;
  return protobufText(
    message(
      ['name', name],
      ['backend', gpu ? 'tensorrt' : 'onnxruntime'],
      ['max_batch_size', rows],
      ...repeated(
        'input',
        source.inputs.map((input) => tensor(input, format ? [['format', named(format)]] : [])),
      ),
      ...repeated(
        'output',
        source.outputs.map((output) =>
          tensor(output, labels?.output === output.name ? [['label_filename', labels.file]] : []),
        ),
      ),
      ['version_policy', message(['all', message()])],
      ['default_model_filename', file],
      ...repeated(
        'cc_model_filenames',
        [...plans].map(([key, value]) => message(['key', key], ['value', value])),
      ),
      [
        'instance_group',
        message(
          ['count', batching.instances],
          ['kind', named(gpu ? 'KIND_GPU' : 'KIND_CPU')],
          ...(gpu && profiles.length > 1
            ? repeated(
                'profile',
                profiles.map((_, index) => String(index)),
              )
            : []),
        ),
      ],
      ['dynamic_batching', rows > 1 ? dynamicBatching(source, batching, rows) : undefined],
      ...repeated('model_warmup', warmUps(source, rows)),
      [
        'parameters',
        !gpu && threads > 0
          ? message(['key', 'intra_op_thread_count'], ['value', message(['string_value', String(threads)])])
          : undefined,
      ],
    ),
  );
}

/** Of the one input that images become; Triton takes it for tensors of three axes beside the batch only. */
function imageFormat({ record }: ExportSource, { shape }: ExportTensor, rows: number): string | undefined {
  const { preprocessing } = record.recipe.calibration;
  if (preprocessing === null || shape.length - (rows > 0 ? 1 : 0) !== 3) return undefined;
  return preprocessing.layout === 'nchw' ? 'FORMAT_NCHW' : 'FORMAT_NHWC';
}

/** Sizes that start at once are those asked for, else those that the engine was tuned for. */
function dynamicBatching(source: ExportSource, batching: Batching, rows: number): ProtobufMessage {
  const stated = batching.preferred.filter((size) => size <= rows);
  return message(
    ...repeated('preferred_batch_size', stated.length > 0 ? stated : tunedRows(source, rows)),
    ['max_queue_delay_microseconds', batching.maxDelayUs],
    [
      'default_queue_policy',
      message(
        ['timeout_action', named('REJECT')],
        ['default_timeout_microseconds', batching.timeoutMs * 1000],
        ['max_queue_size', batching.queue],
      ),
    ],
  );
}

/** One request of one row and, where there are batches, one of the largest; sizes left open are the first profile's. */
function warmUps({ inputs, record }: ExportSource, rows: number): readonly ProtobufMessage[] {
  const [profile] = profilesOf(record.recipe);
  const sizes = rows > 1 ? [1, rows] : [1];
  return sizes.map((size) =>
    message(
      ['name', size === 1 ? 'one' : `batch of ${size}`],
      ['batch_size', size],
      ...repeated(
        'inputs',
        inputs.map((input) => {
          const dims = input.shape.map((length, axis) =>
            length >= 0 ? length : (profile?.[input.name]?.opt[axis] ?? 1),
          );
          return message(
            ['key', input.name],
            [
              'value',
              message(
                ['data_type', tritonType(input)],
                ...repeated('dims', tritonDims(dims, rows)),
                // Whole numbers may be indices, of which any but 0 may be too large.
                [input.datatype.startsWith('FP') ? 'random_data' : 'zero_data', true],
              ),
            ],
          );
        }),
      ),
    ),
  );
}
