// A request that cannot be answered: why, in the words of both protocols.

export type ServingErrorKind = keyof typeof codes;

/** HTTP status and gRPC code (https://grpc.github.io/grpc/core/md_doc_statuscodes.html) of each kind. */
const codes = {
  invalid: [400, 3],
  unauthenticated: [401, 16],
  notFound: [404, 5],
  notAllowed: [405, 12],
  tooLarge: [413, 8],
  /** Packed in a way that is not read. */
  packed: [415, 3],
  internal: [500, 13],
  /** The queue is full. */
  exhausted: [503, 8],
  /** Not ready, or the engine ended while it worked on it. */
  unavailable: [503, 14],
  deadline: [504, 4],
} as const;

export class ServingError extends Error {
  readonly kind: ServingErrorKind;
  /** What HTTP wants beside its status. */
  readonly headers: Readonly<Record<string, string>>;
  constructor(kind: ServingErrorKind, message: string, headers: Readonly<Record<string, string>> = {}) {
    super(message);
    this.headers = headers;
    this.name = 'ServingError';
    this.kind = kind;
  }
  get status(): number {
    return codes[this.kind][0];
  }
  get grpcCode(): number {
    return codes[this.kind][1];
  }
}

export function invalid(message: string): ServingError {
  return new ServingError('invalid', message);
}

/** Anything thrown; what nobody foresaw is the server's fault. */
export function toServingError(thrown: unknown): ServingError {
  if (thrown instanceof ServingError) return thrown;
  return new ServingError('internal', thrown instanceof Error ? thrown.message : String(thrown));
}
