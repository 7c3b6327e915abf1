import { parse, stringify } from 'lossless-json';
import { DOCUMENT_DATA_CHARS_MAX } from '../limits.ts';

/** How the data of a record reads: as JSON when it is JSON, else as text, else as base64. */
export interface ReadableData {
  readonly kind: 'json' | 'text' | 'base64';
  /** Indented when it is JSON; cut when it is very long, and then it says so. */
  readonly text: string;
  /** What stands for the data in a JSON document: its own JSON, with every digit, or the text. */
  readonly value: unknown;
}

export function readableData(data: Uint8Array): ReadableData {
  const text = decodeText(data);
  if (text === undefined) {
    const base64 = cut(Buffer.from(data).toString('base64'));
    return { kind: 'base64', text: base64, value: base64 };
  }
  const value = parseLossless(text);
  const pretty = value === undefined ? undefined : stringify(value, undefined, 2);
  if (pretty === undefined) return { kind: 'text', text: cut(text), value: cut(text) };
  // A document of a cut record stays valid JSON: it holds the beginning as text.
  return { kind: 'json', text: cut(pretty), value: isLong(pretty) ? cut(text) : value };
}

/** The data as a member of a record in a JSON document. */
export function dataMember(data: Uint8Array): { data: unknown } | { dataBase64: string } {
  const { kind, text, value } = readableData(data);
  return kind === 'base64' ? { dataBase64: text } : { data: value };
}

/** Indented by two spaces; numbers that `readableData` parsed keep every digit. */
export function prettyJson(value: unknown): string {
  return `${stringify(value, undefined, 2) ?? 'null'}\n`;
}

/** On one line. */
export function compactJson(value: unknown): string {
  return stringify(value) ?? 'null';
}

function decodeText(data: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(data);
  } catch {
    return undefined;
  }
}

/** Numbers keep every digit: they are never turned into doubles. */
function parseLossless(text: string): unknown {
  if (!/^\s*[[{]/.test(text)) return undefined;
  try {
    return parse(text);
  } catch {
    return undefined;
  }
}

function isLong(text: string): boolean {
  return text.length > DOCUMENT_DATA_CHARS_MAX;
}

function cut(text: string): string {
  if (!isLong(text)) return text;
  return `${text.slice(0, DOCUMENT_DATA_CHARS_MAX)}… (${text.length - DOCUMENT_DATA_CHARS_MAX} more characters)`;
}
