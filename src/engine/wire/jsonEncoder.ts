import { TEXT_ANSWER_LENGTH_MAX } from '../limits.ts';
import { Timestamp } from './timestamp.ts';

/** `"key":` with a comma, brackets and the like. */
const PUNCTUATION_BYTES = 4;
/** The longest number, and a timestamp, which is one. */
const NUMBER_BYTES = 25;
/** An escape such as \u0007 for each character, between quotes. */
const ESCAPED_BYTES = 6;

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

/** Writes at `start`; gives where it ends. Each list's members are written one by one. */
function write(value: unknown, buffer: Buffer, start: number): number {
  if (Array.isArray(value)) return writeList(value, buffer, start);
  if (!isStructure(value)) return start + buffer.write(jsonOf(value), start);
  let at = start;
  let text = '{';
  let separator = '';
  for (const [key, member] of Object.entries(value)) {
    if (member === undefined) continue;
    text += `${separator}${JSON.stringify(key)}:`;
    separator = ',';
    if (Array.isArray(member)) {
      at += buffer.write(text, at);
      at = writeList(member, buffer, at);
      text = '';
    } else {
      text += jsonOf(member);
    }
  }
  return at + buffer.write(`${text}}`, at);
}

function writeList(values: readonly unknown[], buffer: Buffer, start: number): number {
  let at = start + buffer.write('[', start);
  let separator = '';
  for (const value of values) {
    at += buffer.write(separator, at);
    at = write(value, buffer, at);
    separator = ',';
  }
  return at + buffer.write(']', at);
}

function jsonOf(value: unknown): string {
  if (value === undefined || value === null) return 'null';
  if (typeof value !== 'object') return JSON.stringify(value);
  if (value instanceof Uint8Array) {
    const bytes = Buffer.from(value.buffer, value.byteOffset, value.length);
    return `"${bytes.toString('base64')}"`;
  }
  if (value instanceof Timestamp) return String(value.epochMs / 1000);
  if (Array.isArray(value)) return `[${value.map(jsonOf).join(',')}]`;
  let text = '';
  for (const [key, member] of Object.entries(value)) {
    if (member === undefined) continue;
    text += `${text === '' ? '' : ','}${JSON.stringify(key)}:${jsonOf(member)}`;
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
  let bytes = PUNCTUATION_BYTES;
  for (const [key, member] of Object.entries(value)) {
    if (member !== undefined) bytes += bytesBound(key) + bytesBound(member);
  }
  return bytes;
}

function isStructure(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false;
  return !(value instanceof Uint8Array) && !(value instanceof Timestamp);
}
