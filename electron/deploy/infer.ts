// One inference, from tensors to tensors, the same for every protocol.
import type { CancelSignal } from './batch/batcher.ts';
import { admitInputs } from './model/admitInputs.ts';
import type { ServedModel } from './model/servedModel.ts';
import { toServingError } from './protocol/servingError.ts';
import type { WireTensor } from './protocol/wireTensor.ts';
import type { Repository } from './repository.ts';

export interface InferRequest {
  readonly model: string;
  /** The highest where not given. */
  readonly version: string | undefined;
  readonly tensors: readonly WireTensor[];
  /** Empty: all that the model gives. */
  readonly outputs: readonly WantedOutput[];
}

export interface WantedOutput {
  readonly name: string;
  /** Instead of its values: so many of its largest, each as `value:index:label`. */
  readonly classes?: number | undefined;
}

export interface InferReply {
  readonly model: ServedModel;
  readonly outputs: readonly WireTensor[];
}

/** @param arrived by `performance.now()`. @throws ServingError. */
export async function infer(
  repository: Repository,
  request: InferRequest,
  arrived: number,
  signal?: CancelSignal,
): Promise<InferReply> {
  const model = repository.find(request.model, request.version);
  try {
    const { description, batcher } = model;
    const admitted = admitInputs(
      description,
      request.tensors,
      request.outputs.map(({ name }) => name),
    );
    const reply = await batcher.submit(admitted, signal);
    const outputs = reply.outputs.map(({ index, datatype, shape, bytes }) => {
      return { name: description.outputs[index]?.name ?? '', datatype, shape, bytes };
    });
    model.answered(arrived);
    return { model, outputs };
  } catch (error) {
    const failure = toServingError(error);
    model.failed(failure.kind);
    throw failure;
  }
}
