import {
  createHash,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
  sign,
  X509Certificate,
} from 'node:crypto';
import { isIP } from 'node:net';

/** A key and its certificate, both as PEM. */
export interface Identity {
  readonly key: string;
  readonly certificate: string;
}

const DAY_MS = 86_400_000;
/** Apple's clients refuse server certificates that live longer than 825 days. */
const LIFE_MS = 824 * DAY_MS;
/** Clocks differ. */
const EARLY_MS = DAY_MS;

/**
 * A self-signed certificate of this machine's loopback names and `host`, with a fresh P-256 key. Node
 * makes keys and signatures but no certificates, so the few DER structures of this one are written
 * here (RFC 5280). It is no authority: whoever trusts it trusts this engine and nobody else.
 */
export function makeIdentity({ host, nowMs }: { host: string; nowMs: number }): Identity {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const signedPart = toBeSigned({ publicKey, host, nowMs });
  const signature = sign('sha256', signedPart, privateKey);
  const certificate = sequence(signedPart, ECDSA_WITH_SHA256, bitString(signature));
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    certificate: new X509Certificate(certificate).toString(),
  };
}

/** Whether it can serve `host` now: of this key, in its time, and for this name. */
export function isUsable(
  certificate: X509Certificate,
  key: KeyObject,
  { host, nowMs }: { host: string; nowMs: number },
): boolean {
  const isForHost = isIP(host) === 0 ? certificate.checkHost(host) : certificate.checkIP(host);
  return (
    certificate.checkPrivateKey(key) &&
    certificate.validFromDate.getTime() <= nowMs &&
    certificate.validToDate.getTime() > nowMs &&
    isForHost !== undefined
  );
}

function toBeSigned(options: { publicKey: KeyObject; host: string; nowMs: number }): Buffer {
  const { publicKey, host, nowMs } = options;
  const publicKeyInfo = publicKey.export({ type: 'spki', format: 'der' });
  return sequence(
    tagged(0, integer(Buffer.from([2]))),
    integer(Buffer.concat([Buffer.from([1]), randomBytes(15)])),
    ECDSA_WITH_SHA256,
    NAME,
    sequence(time(nowMs - EARLY_MS), time(nowMs + LIFE_MS)),
    NAME,
    publicKeyInfo,
    tagged(3, sequence(...extensions(publicKeyInfo, host))),
  );
}

function extensions(publicKeyInfo: Buffer, host: string): Buffer[] {
  const keyId = createHash('sha256').update(publicKeyInfo).digest().subarray(0, 20);
  return [
    extension('551d13', sequence(), IS_CRITICAL),
    // digitalSignature: all that TLS with this kind of key needs.
    extension('551d0f', der(0x03, Buffer.from([7, 0x80])), IS_CRITICAL),
    extension('551d25', sequence(objectId('2b06010505070301'))),
    extension('551d0e', octetString(keyId)),
    extension('551d23', sequence(der(0x80, keyId))),
    extension('551d11', sequence(...alternativeNames(host))),
  ];
}

function alternativeNames(host: string): Buffer[] {
  const names = new Set(['localhost', '*.localhost', '127.0.0.1', '::1', host]);
  return [...names].map((name) =>
    isIP(name) === 0 ? der(0x82, Buffer.from(name)) : der(0x87, addressBytes(name)),
  );
}

function addressBytes(address: string): Buffer {
  if (isIP(address) === 4) return Buffer.from(address.split('.').map(Number));
  // As a URL an address of version 6 has its shortest form; its one gap stands for zeros.
  const [head = '', tail = ''] = new URL(`http://[${address}]`).hostname.slice(1, -1).split('::');
  const groupsOf = (text: string): number[] =>
    text === '' ? [] : text.split(':').map((group) => Number.parseInt(group, 16));
  const [before, after] = [groupsOf(head), groupsOf(tail)];
  const gap = Array<number>(8 - before.length - after.length).fill(0);
  const bytes = Buffer.alloc(16);
  [...before, ...gap, ...after].forEach((group, index) => bytes.writeUInt16BE(group, index * 2));
  return bytes;
}

function der(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(parts);
  return Buffer.concat([Buffer.from([tag, ...lengthBytes(content.length)]), content]);
}

/** The shortest form, which DER asks for and Go's TLS insists on. */
function lengthBytes(length: number): number[] {
  if (length < 0x80) return [length];
  if (length < 0x100) return [0x81, length];
  return [0x82, length >> 8, length & 0xff];
}

function sequence(...parts: readonly Uint8Array[]): Buffer {
  return der(0x30, ...parts);
}

function tagged(number: number, part: Uint8Array): Buffer {
  return der(0xa0 | number, part);
}

/** Of bytes that begin with a positive one. */
function integer(bytes: Uint8Array): Buffer {
  return der(0x02, bytes);
}

function bitString(bytes: Uint8Array): Buffer {
  return der(0x03, Buffer.from([0]), bytes);
}

function octetString(bytes: Uint8Array): Buffer {
  return der(0x04, bytes);
}

function objectId(hex: string): Buffer {
  return der(0x06, Buffer.from(hex, 'hex'));
}

/** Two digits of the year until 2049, then four. */
function time(epochMs: number): Buffer {
  const digits = `${new Date(epochMs).toISOString().replaceAll(/\D/g, '').slice(0, 14)}Z`;
  const isShort = digits < '2050';
  return isShort ? der(0x17, Buffer.from(digits.slice(2))) : der(0x18, Buffer.from(digits));
}

const IS_CRITICAL = der(0x01, Buffer.from([0xff]));

function extension(id: string, value: Uint8Array, critical: Uint8Array = Buffer.alloc(0)): Buffer {
  return sequence(objectId(id), critical, octetString(value));
}

const ECDSA_WITH_SHA256 = sequence(objectId('2a8648ce3d040302'));
const NAME = sequence(
  der(0x31, sequence(objectId('550403'), der(0x0c, Buffer.from('Kinesis Workbench local engine')))),
);
