import { joinJsonLines } from '../../formats/jsonText.ts';
import type { RowFormat } from './rowFormat.ts';

/**
 * A JSON object a line, with the members that copying a record as JSON has. Data that is JSON stands
 * in it as it was written, with all of its digits; what is not text is base64.
 */
export const jsonLines: RowFormat = {
  head: '',
  line({ record, decoding }) {
    const members = {
      shardId: record.shardId,
      sequenceNumber: record.sequenceNumber,
      partitionKey: record.partitionKey,
      explicitHashKey: record.explicitHashKey,
      aggregate: record.aggregate,
      approximateArrivalTimestamp: new Date(record.arrivalMs).toISOString(),
      encryptionType: record.encryptionType,
      bytes: record.data.length,
    };
    return `${JSON.stringify(members).slice(0, -1)},${dataMember(decoding)}}\n`;
  },
};

function dataMember({ kind, text, bytes }: Parameters<RowFormat['line']>[0]['decoding']): string {
  switch (kind) {
    case 'json':
      return `"data":${joinJsonLines(text).trim()}`;
    case 'text':
      return `"data":${JSON.stringify(text)}`;
    case 'binary':
      return `"dataBase64":"${base64Of(bytes)}"`;
  }
}

export function base64Of(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');
}
