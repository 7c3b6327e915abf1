import { type JsonNode, memberOf, parseJsonNode, stringOf } from '../../formats/jsonNode.ts';
import { type Decoder, decoded, failed } from './decoder.ts';

/** As the target's settings name it by default in the documentation. */
const BEFORE_IMAGES = ['before-image', 'beforeImage', 'BI_data'] as const;

/**
 * A change of a row that AWS Database Migration Service put to the stream. It stays as it is; this
 * says what it is, and what the row was before and after.
 * https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Target.Kinesis.html
 */
export const dms: Decoder = {
  id: 'dms',
  title: 'DMS',
  detect: ({ kind, isCut, text }) =>
    kind === 'json' && !isCut && text !== undefined && isChange(text) ? 'likely' : undefined,
  decode(payload) {
    const root = parseJsonNode(payload.text ?? '');
    const metadata = root && memberOf(root, 'metadata');
    const operation = metadata && stringOf(memberOf(metadata, 'operation'));
    if (!root || !metadata || operation === undefined) return failed('It is no change record');
    const schema = stringOf(memberOf(metadata, 'schema-name'));
    const table = stringOf(memberOf(metadata, 'table-name'));
    const name = [schema, table].filter((part) => part !== undefined && part !== '').join('.');
    const result = decoded(payload, name === '' ? operation : `${operation} in ${name}`);
    const change = changeOf(root, operation);
    return change ? { ...result, change } : result;
  },
};

function isChange(text: string): boolean {
  return text.includes('"metadata"') && text.includes('"record-type"');
}

function changeOf(
  root: JsonNode,
  operation: string,
): { before: string | undefined; after: string | undefined } | undefined {
  const data = memberOf(root, 'data')?.text;
  const old = BEFORE_IMAGES.map((name) => memberOf(root, name)).find(Boolean)?.text;
  switch (operation) {
    case 'load':
    case 'insert':
      return data === undefined ? undefined : { before: undefined, after: data };
    case 'update':
      return data === undefined ? undefined : { before: old, after: data };
    case 'delete':
      return data === undefined ? undefined : { before: old ?? data, after: undefined };
    default:
      return undefined;
  }
}
