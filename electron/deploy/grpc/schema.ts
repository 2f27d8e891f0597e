// The protocol's messages and calls, by the field numbers that it made public, as data that needs no file at run time.
import type { fromJSON } from '@grpc/proto-loader';

type INamespace = Parameters<typeof fromJSON>[0];

type Field = readonly [type: string, id: number, rule?: 'repeated'];

function message(fields: Readonly<Record<string, Field>>, nested?: INamespace['nested']) {
  return {
    fields: Object.fromEntries(
      Object.entries(fields).map(([name, [type, id, rule]]) => [name, rule ? { rule, type, id } : { type, id }]),
    ),
    ...(nested ? { nested } : {}),
  };
}

const withParameters = (id: number, type = 'InferParameter') => ({ parameters: { keyType: 'string', type, id } });
const named = { name: ['string', 1], version: ['string', 2] } as const satisfies Record<string, Field>;

function tensor(raw: Record<string, Field>) {
  const { fields } = message({ name: ['string', 1], datatype: ['string', 2], shape: ['int64', 3, 'repeated'], ...raw });
  return { fields: { ...fields, ...withParameters(4) } };
}

function withMap(fields: Readonly<Record<string, Field>>, id: number, nested?: INamespace['nested']) {
  const plain = message(fields, nested);
  return { ...plain, fields: { ...plain.fields, ...withParameters(id) } };
}

const requestedOutput = { fields: { name: { type: 'string', id: 1 }, ...withParameters(2) } };
const tensorMetadata = message({ name: ['string', 1], datatype: ['string', 2], shape: ['int64', 3, 'repeated'] });
const duration = message({ count: ['uint64', 1], ns: ['uint64', 2] });

const calls = [
  'ServerLive',
  'ServerReady',
  'ModelReady',
  'ServerMetadata',
  'ModelMetadata',
  'ModelInfer',
  'ModelConfig',
  'ModelStatistics',
  'RepositoryIndex',
  'RepositoryModelLoad',
  'RepositoryModelUnload',
] as const;
export type GrpcCall = (typeof calls)[number];

const inference: INamespace = {
  nested: {
    GRPCInferenceService: {
      methods: Object.fromEntries(
        calls.map((call) => [call, { requestType: `${call}Request`, responseType: `${call}Response`, comment: '' }]),
      ),
    },
    ServerLiveRequest: message({}),
    ServerLiveResponse: message({ live: ['bool', 1] }),
    ServerReadyRequest: message({}),
    ServerReadyResponse: message({ ready: ['bool', 1] }),
    ModelReadyRequest: message(named),
    ModelReadyResponse: message({ ready: ['bool', 1] }),
    ServerMetadataRequest: message({}),
    ServerMetadataResponse: message({ ...named, extensions: ['string', 3, 'repeated'] }),
    ModelMetadataRequest: message(named),
    ModelMetadataResponse: message(
      {
        name: ['string', 1],
        versions: ['string', 2, 'repeated'],
        platform: ['string', 3],
        inputs: ['TensorMetadata', 4, 'repeated'],
        outputs: ['TensorMetadata', 5, 'repeated'],
      },
      { TensorMetadata: tensorMetadata },
    ),
    InferParameter: {
      oneofs: {
        parameter_choice: { oneof: ['bool_param', 'int64_param', 'string_param', 'double_param', 'uint64_param'] },
      },
      ...message({
        bool_param: ['bool', 1],
        int64_param: ['int64', 2],
        string_param: ['string', 3],
        double_param: ['double', 4],
        uint64_param: ['uint64', 5],
      }),
    },
    InferTensorContents: message({
      bool_contents: ['bool', 1, 'repeated'],
      int_contents: ['int32', 2, 'repeated'],
      int64_contents: ['int64', 3, 'repeated'],
      uint_contents: ['uint32', 4, 'repeated'],
      uint64_contents: ['uint64', 5, 'repeated'],
      fp32_contents: ['float', 6, 'repeated'],
      fp64_contents: ['double', 7, 'repeated'],
      bytes_contents: ['bytes', 8, 'repeated'],
    }),
    ModelInferRequest: withMap(
      {
        model_name: ['string', 1],
        model_version: ['string', 2],
        id: ['string', 3],
        inputs: ['InferInputTensor', 5, 'repeated'],
        outputs: ['InferRequestedOutputTensor', 6, 'repeated'],
        raw_input_contents: ['bytes', 7, 'repeated'],
      },
      4,
      {
        InferInputTensor: tensor({ contents: ['InferTensorContents', 5] }),
        InferRequestedOutputTensor: requestedOutput,
      },
    ),
    ModelInferResponse: withMap(
      {
        model_name: ['string', 1],
        model_version: ['string', 2],
        id: ['string', 3],
        outputs: ['InferOutputTensor', 5, 'repeated'],
        raw_output_contents: ['bytes', 6, 'repeated'],
      },
      4,
      { InferOutputTensor: tensor({ contents: ['InferTensorContents', 5] }) },
    ),
    ModelConfigRequest: message(named),
    ModelConfigResponse: message({ config: ['ModelConfig', 1] }),
    ModelConfig: message({
      name: ['string', 1],
      platform: ['string', 2],
      backend: ['string', 17],
      max_batch_size: ['int32', 4],
      input: ['ModelInput', 5, 'repeated'],
      output: ['ModelOutput', 6, 'repeated'],
    }),
    ModelInput: message({ name: ['string', 1], data_type: ['DataType', 2], dims: ['int64', 4, 'repeated'] }),
    ModelOutput: message({ name: ['string', 1], data_type: ['DataType', 2], dims: ['int64', 3, 'repeated'] }),
    DataType: {
      values: {
        TYPE_INVALID: 0,
        TYPE_BOOL: 1,
        TYPE_UINT8: 2,
        TYPE_UINT16: 3,
        TYPE_UINT32: 4,
        TYPE_UINT64: 5,
        TYPE_INT8: 6,
        TYPE_INT16: 7,
        TYPE_INT32: 8,
        TYPE_INT64: 9,
        TYPE_FP16: 10,
        TYPE_FP32: 11,
        TYPE_FP64: 12,
        TYPE_STRING: 13,
        TYPE_BF16: 14,
      },
    },
    ModelStatisticsRequest: message(named),
    ModelStatisticsResponse: message({ model_stats: ['ModelStatistics', 1, 'repeated'] }),
    ModelStatistics: message({
      ...named,
      inference_count: ['uint64', 4],
      execution_count: ['uint64', 5],
      inference_stats: ['InferStatistics', 6],
    }),
    InferStatistics: message({
      success: ['StatisticDuration', 1],
      fail: ['StatisticDuration', 2],
      queue: ['StatisticDuration', 3],
      compute_infer: ['StatisticDuration', 5],
    }),
    StatisticDuration: duration,
    RepositoryIndexRequest: message({ repository_name: ['string', 1], ready: ['bool', 2] }),
    RepositoryIndexResponse: message(
      { models: ['ModelIndex', 1, 'repeated'] },
      { ModelIndex: message({ ...named, state: ['string', 3], reason: ['string', 4] }) },
    ),
    ModelRepositoryParameter: {
      oneofs: { parameter_choice: { oneof: ['bool_param', 'int64_param', 'string_param', 'bytes_param'] } },
      ...message({
        bool_param: ['bool', 1],
        int64_param: ['int64', 2],
        string_param: ['string', 3],
        bytes_param: ['bytes', 4],
      }),
    },
    RepositoryModelLoadRequest: {
      fields: {
        ...message({ repository_name: ['string', 1], model_name: ['string', 2] }).fields,
        ...withParameters(3, 'ModelRepositoryParameter'),
      },
    },
    RepositoryModelLoadResponse: message({}),
    RepositoryModelUnloadRequest: message({ repository_name: ['string', 1], model_name: ['string', 2] }),
    RepositoryModelUnloadResponse: message({}),
  },
};

export const schema: INamespace = { nested: { inference } };
