import { type JsonNode, stringOf } from '../../formats/jsonNode.ts';
import type { JsonWriter } from './jsonWriter.ts';

const JSON_NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

/**
 * Writes {"S":"text"} as "text", {"N":"1.50"} as 1.50 and so on; throws for anything else. Binary
 * values are base64 already.
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_AttributeValue.html
 */
export function attributeValue(writer: JsonWriter, node: JsonNode): void {
  const [member, ...others] = node.kind === 'object' ? node.members : [];
  if (!member || others.length > 0) throw new Error('An attribute has no type');
  const { value } = member;
  switch (JSON.parse(member.name)) {
    case 'S':
    case 'B':
    case 'BOOL':
      writer.push(value.text);
      return;
    case 'N':
      number(writer, value);
      return;
    case 'NULL':
      writer.push('null');
      return;
    case 'SS':
    case 'BS':
      array(writer, value, (item) => writer.push(item.text));
      return;
    case 'NS':
      array(writer, value, (item) => number(writer, item));
      return;
    case 'L':
      writer.nest(() => array(writer, value, (item) => attributeValue(writer, item)));
      return;
    case 'M':
      writer.nest(() => map(writer, value));
      return;
    default:
      throw new Error(`An attribute is of the unknown type ${member.name}`);
  }
}

/** As it was written; a text where JSON would not take it for a number. */
function number(writer: JsonWriter, node: JsonNode): void {
  const digits = stringOf(node);
  if (digits === undefined) throw new Error('A number is not written as text');
  writer.push(JSON_NUMBER.test(digits) ? digits : node.text);
}

function array(writer: JsonWriter, node: JsonNode, write: (item: JsonNode) => void): void {
  if (node.kind !== 'array') throw new Error('A set or list is not an array');
  writer.push('[');
  for (const [index, item] of node.items.entries()) {
    if (index > 0) writer.push(',');
    write(item);
  }
  writer.push(']');
}

function map(writer: JsonWriter, node: JsonNode): void {
  if (node.kind !== 'object') throw new Error('A map is not an object');
  writer.push('{');
  for (const [index, { name, value }] of node.members.entries()) {
    if (index > 0) writer.push(',');
    writer.push(`${name}:`);
    attributeValue(writer, value);
  }
  writer.push('}');
}
