import { JSON_NAMES_MAX, TEXT_ANSWER_LENGTH_MAX } from '../limits.ts';
import { Timestamp } from './timestamp.ts';

/** `"key":` with a comma, brackets and the like. */
const PUNCTUATION_BYTES = 4;
/** The longest number, and a timestamp, which is one. */
const NUMBER_BYTES = 25;
/** An escape such as \u0007 for each character, between quotes. */
const ESCAPED_BYTES = 6;

const [OPENING_BRACKET, CLOSING_BRACKET, COMMA, QUOTE] = [0x5b, 0x5d, 0x2c, 0x22] as const;

/** Names of members as they are written, with their colons; those of an API are few. */
const names = new Map<string, string>();

/**
 * As `JSON.stringify` would, with blobs as base64 and timestamps as epoch seconds; a short answer
 * as text, a long one as bytes. Most of what is sent is base64, in which `JSON.stringify` would look
 * at each character for something to escape. A long answer is written record by record to where it
 * is sent from, because a text of megabytes that is put together of many is copied twice more.
 */
export function encodeJson(output: object): string | Uint8Array {
  const bytesMax = bytesBound(output);
  if (bytesMax <= TEXT_ANSWER_LENGTH_MAX) return jsonOf(output);
  const buffer = Buffer.allocUnsafeSlow(bytesMax);
  return buffer.subarray(0, write(output, buffer, 0));
}

/** Writes at `start`; gives where it ends. What is large is written by itself. */
function write(value: unknown, buffer: Buffer, start: number): number {
  if (Array.isArray(value)) return writeList(value, buffer, start);
  if (value instanceof Uint8Array) return writeBlob(value, buffer, start);
  if (!isStructure(value)) return start + buffer.write(jsonOf(value), start);
  const members = value as Readonly<Record<string, unknown>>;
  let at = start;
  let text = '{';
  let separator = '';
  for (const key in members) {
    const member = members[key];
    if (member === undefined) continue;
    text += separator + nameOf(key);
    separator = ',';
    if (member instanceof Uint8Array || Array.isArray(member)) {
      at += buffer.write(text, at);
      at = write(member, buffer, at);
      text = '';
    } else {
      text += jsonOf(member);
    }
  }
  return at + buffer.write(`${text}}`, at);
}

function writeList(values: readonly unknown[], buffer: Buffer, start: number): number {
  let at = start;
  buffer[at++] = OPENING_BRACKET;
  for (let index = 0; index < values.length; index += 1) {
    if (index > 0) buffer[at++] = COMMA;
    at = write(values[index], buffer, at);
  }
  buffer[at++] = CLOSING_BRACKET;
  return at;
}

/** A text of its own is copied once; put together with others it would be copied once more. */
function writeBlob(value: Uint8Array, buffer: Buffer, start: number): number {
  let at = start;
  buffer[at++] = QUOTE;
  at += buffer.write(base64Of(value), at, 'latin1');
  buffer[at++] = QUOTE;
  return at;
}

function base64Of(value: Uint8Array): string {
  return Buffer.from(value.buffer, value.byteOffset, value.length).toString('base64');
}

function nameOf(key: string): string {
  const known = names.get(key);
  if (known !== undefined) return known;
  const name = `${JSON.stringify(key)}:`;
  if (names.size < JSON_NAMES_MAX) names.set(key, name);
  return name;
}

function jsonOf(value: unknown): string {
  if (value === undefined || value === null) return 'null';
  if (typeof value !== 'object') return JSON.stringify(value);
  if (value instanceof Uint8Array) return `"${base64Of(value)}"`;
  if (value instanceof Timestamp) return String(value.epochMs / 1000);
  if (Array.isArray(value)) return `[${value.map(jsonOf).join(',')}]`;
  const members = value as Readonly<Record<string, unknown>>;
  let text = '';
  for (const key in members) {
    const member = members[key];
    if (member !== undefined) text += (text === '' ? '' : ',') + nameOf(key) + jsonOf(member);
  }
  return `{${text}}`;
}

/** No fewer bytes than the value's text can have. */
function bytesBound(value: unknown): number {
  if (typeof value === 'string') return value.length * ESCAPED_BYTES + PUNCTUATION_BYTES;
  if (value instanceof Uint8Array) return Math.ceil(value.length / 3) * 4 + PUNCTUATION_BYTES;
  if (Array.isArray(value)) {
    let bytes = PUNCTUATION_BYTES;
    for (const member of value) bytes += bytesBound(member);
    return bytes;
  }
  if (!isStructure(value)) return NUMBER_BYTES + PUNCTUATION_BYTES;
  const members = value as Readonly<Record<string, unknown>>;
  let bytes = PUNCTUATION_BYTES;
  for (const key in members) {
    const member = members[key];
    if (member !== undefined) bytes += bytesBound(key) + bytesBound(member);
  }
  return bytes;
}

function isStructure(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false;
  return !(value instanceof Uint8Array) && !(value instanceof Timestamp);
}
