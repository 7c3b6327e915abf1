import type { StreamRecord } from '../../aws/service.ts';
import type { MaskingOptions } from '../../tail/masking/masking.ts';

/** What may be seen of records that were read outside of a tail. */
export async function maskedRecords(
  records: readonly StreamRecord[],
  options: MaskingOptions,
): Promise<readonly StreamRecord[]> {
  if (!options.isOn) return records;
  const { BUILT_IN_DECODERS, DecodePipeline, Masking } = await import('../../tail/main.ts');
  const pipeline = new DecodePipeline({ decoders: BUILT_IN_DECODERS });
  const masking = new Masking(pipeline, options);
  return records.map((record) => masking.record(record));
}
