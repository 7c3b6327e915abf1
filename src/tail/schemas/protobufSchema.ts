import protobuf from 'protobufjs';
import { SCHEMA_CHARS_MAX } from '../decoders/limits.ts';
import { glueMessageNames, messageIndexes, messagesOf, varint } from './protobufMessages.ts';
import { messageValue } from './protobufValue.ts';
import type { CompiledSchema, ReadOptions, SchemaText } from './schema.ts';
import { ValueWriter } from './valueWriter.ts';

/** Throws for a schema that is none, with a message that says why. */
export function compileProtobuf(schema: SchemaText): CompiledSchema {
  const root = rootOf(schema);
  const own = messagesOf(parse(schema.text, new protobuf.Root()).root);
  const glueNames = glueMessageNames(own);
  const fallback = schema.typeName ?? own[0]?.fullName.slice(1);
  return {
    title: 'Protobuf',
    note: `${schema.typeName ?? 'message by its frame'}, from ${schema.origin}`,
    read(payload, { frame, charsMax }) {
      const { name, start } = messageIn(payload, frame, { own, glueNames, fallback });
      const type = root.lookupType(name);
      const writer = new ValueWriter(charsMax);
      writer.write(messageValue(type, payload.subarray(start)));
      return writer.json;
    },
  };
}

function messageIn(
  payload: Uint8Array,
  frame: ReadOptions['frame'],
  names: {
    readonly own: readonly protobuf.Type[];
    readonly glueNames: readonly string[];
    readonly fallback: string | undefined;
  },
): { name: string; start: number } {
  if (frame === 'glue') {
    const { value, end } = varint(payload, 0);
    return { name: known(names.glueNames[value]), start: end };
  }
  if (frame === 'confluent') {
    const { indexes, end } = messageIndexes(payload);
    let messages = names.own;
    let found: protobuf.Type | undefined;
    for (const index of indexes) {
      found = messages[index];
      messages = found ? messagesOf(found) : [];
    }
    return { name: known(found?.fullName.slice(1)), start: end };
  }
  return { name: known(names.fallback), start: 0 };
}

function known(name: string | undefined): string {
  if (name !== undefined) return name;
  throw new Error('The frame names a message that the schema does not have');
}

function rootOf({ text, references = [], typeName }: SchemaText): protobuf.Root {
  const root = new protobuf.Root();
  const pending = [text];
  const seen = new Set<string>();
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    for (const name of parse(next, root).imports ?? []) {
      if (seen.has(name)) continue;
      seen.add(name);
      const wellKnown = protobuf.common.get(name);
      const reference = references.find((other) => other.name === name);
      if (reference) pending.push(reference.text);
      else if (wellKnown?.nested) root.addJSON(wellKnown.nested);
      else throw new Error(`It imports "${name}", which is not there`);
    }
  }
  root.resolveAll();
  if (typeName !== undefined) root.lookupType(typeName);
  return root;
}

function parse(text: string, root: protobuf.Root): protobuf.IParserResult {
  if (text.length > SCHEMA_CHARS_MAX) throw new Error('The schema is too large');
  return protobuf.parse(text, root, { keepCase: true });
}
