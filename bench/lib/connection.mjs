/**
 * A keep-alive HTTP/1.1 connection that does as little as it can: the load generator shares the
 * machine with what it measures. One request at a time; a request may be prepared as bytes once and
 * sent many times.
 */
import { connect } from 'node:net';

const AUTHORIZATION =
  'AWS4-HMAC-SHA256 Credential=bench/20260101/us-east-1/kinesis/aws4_request, SignedHeaders=host, Signature=00';
const HEAD_END = Buffer.from('\r\n\r\n');

/** @typedef {{ status: number, body: Buffer }} Answer */

/**
 * @param {number} port
 * @param {string} operation
 * @param {string | Buffer} body
 * @returns {Buffer}
 */
export function prepare(port, operation, body) {
  const bytes = typeof body === 'string' ? Buffer.from(body) : body;
  const head = [
    'POST / HTTP/1.1',
    `Host: 127.0.0.1:${port}`,
    'Content-Type: application/x-amz-json-1.1',
    `X-Amz-Target: Kinesis_20131202.${operation}`,
    'X-Amz-Date: 20260101T000000Z',
    `Authorization: ${AUTHORIZATION}`,
    `Content-Length: ${bytes.length}`,
    '',
    '',
  ].join('\r\n');
  return Buffer.concat([Buffer.from(head), bytes]);
}

export class Connection {
  /**
   * @param {number} port
   * @returns {Promise<Connection>}
   */
  static open(port) {
    return new Promise((resolve, reject) => {
      const socket = connect({ port, host: '127.0.0.1', noDelay: true });
      socket.once('error', reject);
      socket.once('connect', () => {
        socket.off('error', reject);
        resolve(new Connection(port, socket));
      });
    });
  }

  /**
   * @param {number} port
   * @param {import('node:net').Socket} socket
   */
  constructor(port, socket) {
    this.port = port;
    this.socket = socket;
    /** @type {((bytes: Buffer) => void) | undefined} */
    this.onBytes = undefined;
    /** @type {((error: Error) => void) | undefined} */
    this.onEnd = undefined;
    socket.on('data', (bytes) => this.onBytes?.(/** @type {Buffer} */ (bytes)));
    socket.on('error', (error) => this.onEnd?.(error));
    socket.on('close', () => this.onEnd?.(new Error('The connection was closed')));
  }

  /**
   * @param {Buffer} request As `prepare` makes it.
   * @returns {Promise<Answer>}
   */
  send(request) {
    const reader = new AnswerReader();
    return new Promise((resolve, reject) => {
      this.onEnd = reject;
      this.onBytes = (bytes) => {
        const answer = reader.take(bytes);
        if (answer !== undefined) resolve(answer);
      };
      this.socket.write(request);
    });
  }

  /**
   * Sends and expects success.
   * @param {string} operation
   * @param {object} input
   * @returns {Promise<any>}
   */
  async call(operation, input) {
    const { status, body } = await this.send(prepare(this.port, operation, JSON.stringify(input)));
    if (status !== 200) throw new Error(`${operation}: ${status} ${body.toString()}`);
    return body.length === 0 ? {} : JSON.parse(body.toString());
  }

  /**
   * For an answer that never ends: everything after the request goes to `onBytes`.
   * @param {Buffer} request
   * @param {(bytes: Buffer) => void} onBytes
   */
  stream(request, onBytes) {
    this.onBytes = onBytes;
    this.onEnd = () => undefined;
    this.socket.write(request);
  }

  close() {
    this.onEnd = () => undefined;
    this.socket.destroy();
  }
}

/** Collects one answer, with a length or in chunks. */
class AnswerReader {
  constructor() {
    /** @type {Buffer[]} */
    this.parts = [];
    this.length = 0;
    this.bodyStart = -1;
    this.bodyLength = -1;
    this.status = 0;
  }

  /**
   * @param {Buffer} bytes
   * @returns {Answer | undefined}
   */
  take(bytes) {
    this.parts.push(bytes);
    this.length += bytes.length;
    if (this.bodyStart < 0 && !this.readHead()) return undefined;
    if (this.bodyLength < 0) return this.takeChunks();
    if (this.length < this.bodyStart + this.bodyLength) return undefined;
    return { status: this.status, body: this.joined().subarray(this.bodyStart) };
  }

  readHead() {
    const bytes = this.joined();
    const end = bytes.indexOf(HEAD_END);
    if (end < 0) return false;
    const head = bytes.toString('latin1', 0, end);
    this.bodyStart = end + HEAD_END.length;
    this.status = Number(head.slice(9, 12));
    const length = /\r\ncontent-length: *(\d+)/i.exec(head);
    if (length !== null) this.bodyLength = Number(length[1]);
    return true;
  }

  /** The last chunk is empty; only then the chunks are put together. */
  takeChunks() {
    const last = this.parts.at(-1) ?? Buffer.alloc(0);
    const end = last.length >= 5 ? last : this.joined();
    if (end.toString('latin1', end.length - 5) !== '0\r\n\r\n') return undefined;
    const bytes = this.joined();
    const chunks = [];
    for (let at = this.bodyStart; at < bytes.length;) {
      const lineEnd = bytes.indexOf('\r\n', at);
      const size = Number.parseInt(bytes.toString('latin1', at, lineEnd), 16);
      chunks.push(bytes.subarray(lineEnd + 2, lineEnd + 2 + size));
      at = lineEnd + 2 + size + 2;
    }
    return { status: this.status, body: Buffer.concat(chunks) };
  }

  joined() {
    const [first] = this.parts;
    if (this.parts.length === 1 && first !== undefined) return first;
    const all = Buffer.concat(this.parts);
    this.parts = [all];
    return all;
  }
}
