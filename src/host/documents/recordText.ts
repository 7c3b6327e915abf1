import { indentJson, isJson, joinJsonLines } from '../../formats/jsonText.ts';
import type { RecordDetail } from '../../protocol/webview/tail.ts';
import { JSON_PRINT_CHARS_MAX } from '../limits.ts';

/** The data of a record, whole and exact: as JSON when it is JSON, else as text, else as base64. */
export interface ReadableData {
  readonly kind: 'json' | 'text' | 'base64';
  readonly text: string;
}

/** JSON that stands in a document as it was written: its digits, the order of its keys, all of them. */
class JsonText {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** What the decoders made of a whole record, or its data where they made nothing. */
export function readableRecord({ decoded, data }: RecordDetail): ReadableData {
  const { kind, text, isComplete } = decoded;
  return kind === 'binary' || !isComplete ? readableData(data) : { kind, text };
}

export function readableData(data: Uint8Array): ReadableData {
  const text = decodeText(data);
  if (text !== undefined) return { kind: isJson(text) ? 'json' : 'text', text };
  const bytes = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  return { kind: 'base64', text: bytes.toString('base64') };
}

/** The data as a member of a record in a document of `prettyJson` or `compactJson`. */
export function dataMember(readable: ReadableData): { data: unknown } | { dataBase64: string } {
  const { kind, text } = readable;
  if (kind === 'base64') return { dataBase64: text };
  return { data: kind === 'json' ? new JsonText(text) : text };
}

/** Indented by two spaces; what is too long for that stands as it is. */
export function indented(json: string): string {
  return `${indentJson(json, JSON_PRINT_CHARS_MAX) ?? json}\n`;
}

export function prettyJson(value: unknown): string {
  return indented(jsonOf(value) ?? 'null');
}

/** On one line. */
export function compactJson(value: unknown): string {
  return joinJsonLines(jsonOf(value) ?? 'null');
}

/** As JSON.stringify, except that JsonText stands as it is. */
function jsonOf(value: unknown): string | undefined {
  if (value instanceof JsonText) return value.text;
  if (Array.isArray(value)) return `[${value.map((item) => jsonOf(item) ?? 'null').join(',')}]`;
  if (!isPlainObject(value)) return JSON.stringify(value);
  const members = Object.entries(value).flatMap(([name, member]) => {
    const json = jsonOf(member);
    return json === undefined ? [] : [`${JSON.stringify(name)}:${json}`];
  });
  return `{${members.join(',')}}`;
}

function isPlainObject(value: unknown): value is object {
  return (
    typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype
  );
}

/** A byte order mark stays: it is among the bytes. */
function decodeText(data: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(data);
  } catch {
    return undefined;
  }
}
