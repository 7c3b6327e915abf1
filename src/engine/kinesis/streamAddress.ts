import { AwsError } from '../wire/awsError.ts';
import type { Caller } from '../wire/operation.ts';
import type { KinesisService, StreamRef } from './service.ts';
import type { Stream } from './state.ts';

export interface StreamAddress {
  readonly StreamName?: string;
  readonly StreamARN?: string;
}

const ARN = /^arn:aws[^:]*:kinesis:([^:]*):(\d{12}):stream\/(\S+)$/;

/**
 * Which stream a request means. With both a name and an ARN, as the KPL sends them, they must
 * agree. Throws AwsError when neither is given, or when the ARN is of elsewhere.
 */
export function streamRefOf(address: StreamAddress, caller: Caller): StreamRef & Caller {
  const { StreamName: name, StreamARN: arn } = address;
  if (arn === undefined) {
    if (name === undefined) {
      throw new AwsError(
        'InvalidArgumentException',
        'Either StreamName or StreamARN must be provided.',
      );
    }
    return { ...caller, name };
  }
  const [, region, account, arnName] = ARN.exec(arn) ?? [];
  if (arnName === undefined) {
    throw new AwsError('InvalidArgumentException', `${arn} is not the ARN of a stream.`);
  }
  if (name !== undefined && name !== arnName) {
    throw new AwsError(
      'InvalidArgumentException',
      `StreamName ${name} and StreamARN ${arn} do not name the same stream.`,
    );
  }
  if (account !== caller.account || region !== caller.region) {
    throw new AwsError(
      'ResourceNotFoundException',
      `Stream ${arnName} under account ${account ?? ''} not found.`,
    );
  }
  return { ...caller, name: arnName };
}

/** Throws AwsError when the stream does not exist. */
export function findStream(
  kinesis: KinesisService,
  address: StreamAddress,
  caller: Caller,
): Stream {
  const ref = streamRefOf(address, caller);
  return kinesis.catalog.require(ref);
}
