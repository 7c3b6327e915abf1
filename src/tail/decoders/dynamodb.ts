import { type JsonNode, memberOf, parseJsonNode, stringOf } from '../../formats/jsonNode.ts';
import { decoded, failed, type Decoder } from './decoder.ts';
import { JsonWriter } from './jsonWriter.ts';
import { Payload } from './payload.ts';
import { attributeValue } from './dynamodbAttributes.ts';

/** The members of `dynamodb` whose values are attribute values by name. */
const IMAGES: ReadonlySet<string> = new Set(['Keys', 'NewImage', 'OldImage']);

/**
 * A change of an item that DynamoDB put to the stream. Its attribute values ({"N":"1.50"}) become
 * JSON (1.50, with all digits); everything else stays as it is.
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_StreamRecord.html
 */
export const dynamodb: Decoder = {
  id: 'dynamodb',
  title: 'DynamoDB',
  rewrites: '"dynamodb"',
  detect: ({ kind, isCut, text }) =>
    kind === 'json' && !isCut && text !== undefined && isChange(text) ? 'likely' : undefined,
  decode({ text = '' }, { bytesMax }) {
    const root = parseJsonNode(text);
    const body = root && memberOf(root, 'dynamodb');
    if (root?.kind !== 'object' || body?.kind !== 'object') return failed('It is no change record');
    const writer = new JsonWriter(bytesMax);
    const images = new Map<string, string>();
    members(writer, root, (_name, value) => {
      if (value !== body) return writer.push(value.text);
      return members(writer, body, (part, partValue) => {
        if (!IMAGES.has(part)) return writer.push(partValue.text);
        const image = imageText(partValue, bytesMax);
        images.set(part, image);
        return writer.push(image);
      });
    });
    const event = stringOf(memberOf(root, 'eventName')) ?? 'Change';
    const table = stringOf(memberOf(root, 'tableName'));
    const note = table === undefined ? event : `${event} in ${table}`;
    const [before, after] = [images.get('OldImage'), images.get('NewImage')];
    const hasImage = before !== undefined || after !== undefined;
    const result = decoded(Payload.ofJson(writer.text), note);
    return hasImage ? { ...result, change: { before, after } } : result;
  },
};

function isChange(text: string): boolean {
  return text.includes('"dynamodb"') && /"dynamodb"\s*:\s*\{/.test(text);
}

function members(
  writer: JsonWriter,
  node: JsonNode & { kind: 'object' },
  write: (name: string, value: JsonNode) => void,
): void {
  writer.push('{');
  for (const [index, { name, value }] of node.members.entries()) {
    if (index > 0) writer.push(',');
    writer.push(`${name}:`);
    write(JSON.parse(name) as string, value);
  }
  writer.push('}');
}

function imageText(image: JsonNode, charsMax: number): string {
  if (image.kind !== 'object') throw new Error('An image is not an object');
  const writer = new JsonWriter(charsMax);
  members(writer, image, (_name, value) => attributeValue(writer, value));
  return writer.text;
}
