import type { StructureShape, Value } from './shapes.ts';

export type ServiceTarget = 'Kinesis_20131202' | 'Firehose_20150804';

/** Who calls: both come from the request's credential scope, else from the engine's options. */
export interface Caller {
  readonly account: string;
  readonly region: string;
}

/**
 * One API operation, in a file of its own. `run` gets input that is already parsed and validated
 * (blobs as Uint8Array, timestamps as epoch milliseconds) and gives a plain object in which blobs
 * are Uint8Array and timestamps are `Timestamp`; undefined members are left out on the wire, and
 * undefined as a whole is an empty body. It throws AwsError for answers that are errors.
 */
export interface OperationDefinition<Service, Input extends StructureShape> {
  readonly name: string;
  readonly input: Input;
  run(
    service: Service,
    input: Value<Input>,
    caller: Caller,
  ): object | undefined | Promise<object | undefined>;
}

/** Types an operation's `run` from its `input`: `operation<KinesisService>()({ name, input, run })`. */
export function operation<Service>() {
  return <const Input extends StructureShape>(
    definition: OperationDefinition<Service, Input>,
  ): OperationDefinition<Service, Input> => definition;
}

/** An operation bound to its service, as the dispatcher calls it. */
export interface Operation {
  readonly target: ServiceTarget;
  readonly name: string;
  readonly input: StructureShape;
  run(input: unknown, caller: Caller): Promise<object | undefined>;
}

interface AnyDefinition<Service> {
  readonly name: string;
  readonly input: StructureShape;
  run(
    service: Service,
    input: never,
    caller: Caller,
  ): object | undefined | Promise<object | undefined>;
}

/** A service's registry: one line an operation. */
export function bindOperations<Service>(
  target: ServiceTarget,
  service: Service,
  definitions: readonly AnyDefinition<Service>[],
): Operation[] {
  return definitions.map((definition) => ({
    target,
    name: definition.name,
    input: definition.input,
    // The dispatcher parses with this definition's own shape, so the input is what `run` asks for.
    run: async (input, caller) => definition.run(service, input as never, caller),
  }));
}
