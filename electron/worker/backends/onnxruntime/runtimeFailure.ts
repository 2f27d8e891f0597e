// What ONNX Runtime throws, as a sentence that names the file and says what to do.
import { LatheError } from '#core/contract/failure.ts';

const nextSteps: readonly (readonly [RegExp, string])[] = [
  [/doesn'?t exist|No such file/i, 'Check the path, and that the file was not moved.'],
  [
    /No space left|disk full|serialization failed/i,
    'Check that the disk has room for model and engine, and run it again.',
  ],
  [/bad_alloc|Failed to allocate|out of memory/i, 'Use smaller shapes in the profiles, or a machine with more memory.'],
  [/INVALID_PROTOBUF|Protobuf parsing failed/i, 'The file is damaged or no ONNX model; export or copy it again.'],
  [
    /not a registered function\/op|NOT_IMPLEMENTED|Could not find an implementation/i,
    'Open the model in Lathe to see which operators this target lacks, or export it with another opset.',
  ],
  [
    /Invalid rank|Got invalid dimensions|Unexpected input data type/i,
    'Give data of the shape and type that the input states, or set a profile for its dynamic dimensions.',
  ],
  [/opset|IR_VERSION|ir_version/i, 'Export the model with an older opset, or use a newer Lathe.'],
];

export function runtimeFailure(action: 'load' | 'run' | 'optimize', what: string, thrown: unknown): LatheError {
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  const words = message.replaceAll(/\s+/g, ' ').trim().replace(/\.$/, '');
  const next = nextSteps.find(([pattern]) => pattern.test(message))?.[1];
  return new LatheError({
    kind: 'job',
    reason: `ONNX Runtime could not ${action} ${what}: ${words}.`,
    next: next ?? 'Look at the log, and open the model in Lathe to see its issues.',
    ...(thrown instanceof Error && thrown.stack ? { detail: thrown.stack } : {}),
  });
}
