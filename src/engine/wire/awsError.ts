/** Every error type that the engine answers with, its HTTP status and the key of its text. */
export const ERROR_TYPES = {
  AccessDeniedException: { status: 400, messageKey: 'message' },
  ConcurrentModificationException: { status: 400, messageKey: 'message' },
  DryRunOperationException: { status: 400, messageKey: 'message' },
  ExpiredIteratorException: { status: 400, messageKey: 'message' },
  ExpiredNextTokenException: { status: 400, messageKey: 'message' },
  IncompleteSignatureException: { status: 400, messageKey: 'message' },
  InternalFailure: { status: 500, messageKey: 'message' },
  InvalidArgumentException: { status: 400, messageKey: 'message' },
  InvalidSignatureException: { status: 400, messageKey: 'message' },
  LimitExceededException: { status: 400, messageKey: 'message' },
  MissingAuthenticationTokenException: { status: 400, messageKey: 'message' },
  ProvisionedThroughputExceededException: { status: 400, messageKey: 'message' },
  RequestEntityTooLargeException: { status: 413, messageKey: 'message' },
  ResourceInUseException: { status: 400, messageKey: 'message' },
  ResourceNotFoundException: { status: 400, messageKey: 'message' },
  SerializationException: { status: 400, messageKey: 'Message' },
  ServiceUnavailableException: { status: 503, messageKey: 'message' },
  ThrottlingException: { status: 400, messageKey: 'message' },
  UnknownOperationException: { status: 400, messageKey: 'message' },
  ValidationException: { status: 400, messageKey: 'message' },
} as const satisfies Record<string, { status: number; messageKey: 'message' | 'Message' }>;

export type AwsErrorType = keyof typeof ERROR_TYPES;

/** An answer in the service's own terms. Anything else that an operation throws is InternalFailure. */
export class AwsError extends Error {
  override readonly name = 'AwsError';
  readonly type: AwsErrorType;

  constructor(type: AwsErrorType, message = '', options?: { cause?: unknown }) {
    super(message, options);
    this.type = type;
  }
}
