import { operation } from '../../wire/operation.ts';
import * as shapes from '../../wire/shapes.ts';
import { checkKeyId, encryptionInput } from '../encryption.ts';
import { useDailyQuota } from '../quotas.ts';
import type { KinesisService } from '../service.ts';
import { findStream } from '../streamAddress.ts';
import { requireActive } from '../streamErrors.ts';

export const stopStreamEncryption = operation<KinesisService>()({
  name: 'StopStreamEncryption',
  input: shapes.structure(encryptionInput),

  async run(kinesis, input, caller) {
    checkKeyId(input);
    const stream = findStream(kinesis, input, caller);
    requireActive(stream);
    if (stream.details.encryption?.type !== 'KMS') return undefined;
    const used = useDailyQuota(stream, 'encryptionStops', {
      nowMs: kinesis.clock.nowMs(),
      limits: kinesis.limits,
    });
    await kinesis.catalog.update(stream, { details: { encryption: { type: 'NONE' } } }, used);
    return undefined;
  },
});
