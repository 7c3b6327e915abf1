import assert from 'node:assert/strict';
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { describe, it } from 'node:test';
import { isUsable, makeIdentity } from '../../../../src/engine/server/certificate.ts';

const NOW_MS = Date.parse('2026-05-04T03:02:01Z');
const DAY_MS = 86_400_000;

function make(host: string, nowMs = NOW_MS) {
  const { key, certificate } = makeIdentity({ host, nowMs });
  return { key: createPrivateKey(key), certificate: new X509Certificate(certificate) };
}

describe('makeIdentity', () => {
  it('makes a certificate of loopback and the host, signed by itself, that is no authority', () => {
    const { certificate, key } = make('10.0.0.7');
    assert.deepEqual(
      {
        names: certificate.subjectAltName,
        subject: certificate.subject,
        issuer: certificate.issuer,
        isAuthority: certificate.ca,
        isSignedByItself: certificate.verify(certificate.publicKey),
        isOfKey: certificate.checkPrivateKey(key),
        usage: certificate.keyUsage,
        from: certificate.validFromDate.getTime(),
        days: (certificate.validToDate.getTime() - NOW_MS) / DAY_MS,
      },
      {
        names:
          'DNS:localhost, DNS:*.localhost, IP Address:127.0.0.1, IP Address:0:0:0:0:0:0:0:1, IP Address:10.0.0.7',
        subject: 'CN=Kinesis Workbench local engine',
        issuer: 'CN=Kinesis Workbench local engine',
        isAuthority: false,
        isSignedByItself: true,
        isOfKey: true,
        usage: ['1.3.6.1.5.5.7.3.1'],
        from: NOW_MS - DAY_MS,
        days: 824,
      },
    );
  });

  it('writes addresses of version 6, and years from 2050 on', () => {
    const { certificate } = make('fe80::12:3', Date.parse('2060-01-02T00:00:00Z'));
    assert.deepEqual(
      [certificate.checkIP('fe80::12:3'), certificate.validFromDate.toISOString()],
      ['fe80::12:3', '2060-01-01T00:00:00.000Z'],
    );
  });

  it('says each length in its shortest form, as Go insists', () => {
    for (const host of ['localhost', `${'a'.repeat(60)}.example`, 'a.'.repeat(120) + 'example']) {
      assert.deepEqual(overlongLengths(make(host).certificate.raw), [], host);
    }
  });

  it('never makes the same one twice', () => {
    assert.notEqual(
      make('localhost').certificate.serialNumber,
      make('localhost').certificate.serialNumber,
    );
  });
});

describe('isUsable', () => {
  it('wants the key, the time and the host', () => {
    const { certificate, key } = make('127.0.0.1');
    const other = make('127.0.0.1').key;
    const use = (host: string, nowMs: number, byKey = key): boolean =>
      isUsable(certificate, byKey, { host, nowMs });
    assert.deepEqual(
      [
        use('127.0.0.1', NOW_MS),
        use('localhost', NOW_MS),
        use('::1', NOW_MS),
        use('10.0.0.7', NOW_MS),
        use('127.0.0.1', NOW_MS - 2 * DAY_MS),
        use('127.0.0.1', NOW_MS + 825 * DAY_MS),
        use('127.0.0.1', NOW_MS, other),
      ],
      [true, true, true, false, false, false, false],
    );
  });
});

/** Where a length of the DER could have been shorter; looks into structures only. */
function overlongLengths(bytes: Buffer, start = 0, end = bytes.length): number[] {
  const found: number[] = [];
  for (let at = start; at < end;) {
    const tag = bytes.readUInt8(at);
    const first = bytes.readUInt8(at + 1);
    const extra = first < 0x80 ? 0 : first & 0x7f;
    const length = extra === 0 ? first : bytes.readUIntBE(at + 2, extra);
    const shortest = length < 0x80 ? 0 : length < 0x100 ? 1 : 2;
    if (extra !== shortest) found.push(at);
    const content = at + 2 + extra;
    if ((tag & 0x20) !== 0) found.push(...overlongLengths(bytes, content, content + length));
    at = content + length;
  }
  return found;
}
