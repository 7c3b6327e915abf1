import { AwsError } from '../wire/awsError.ts';
import * as shapes from '../wire/shapes.ts';
import { streamAddress } from './inputShapes.ts';

/** What StartStreamEncryption and StopStreamEncryption are asked with. */
export const encryptionInput = {
  StreamName: streamAddress.StreamName,
  EncryptionType: shapes.required(shapes.enumeration('NONE', 'KMS')),
  KeyId: shapes.required(shapes.string({ minLength: 1, maxLength: 2048 })),
  StreamARN: streamAddress.StreamARN,
  StreamId: streamAddress.StreamId,
} as const;

/** A key's id, an alias, or the ARN of either: the forms that the API reference lists for KeyId. */
const KEY_ID =
  /^(?:arn:aws[^:]*:kms:[^:]+:\d{12}:)?(?:alias\/[\w/-]+|(?:key\/)?(?:mrk-[0-9a-f]{32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}))$/i;

/** Throws AwsError. The engine encrypts nothing and knows no keys; it only looks at the form. */
export function checkKeyId(input: { EncryptionType: 'NONE' | 'KMS'; KeyId: string }): void {
  if (input.EncryptionType !== 'KMS') {
    throw new AwsError('InvalidArgumentException', 'The only valid EncryptionType is KMS.');
  }
  if (KEY_ID.test(input.KeyId)) return;
  throw new AwsError(
    'InvalidArgumentException',
    `KeyId ${input.KeyId} is neither the id, the alias nor the ARN of a KMS key.`,
  );
}
