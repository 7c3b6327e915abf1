import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isLocalOrigin, isLoopback, isOwnHost } from '../../../../src/engine/server/origin.ts';

describe('who may talk to the engine', () => {
  it('is whoever calls it by a name of this machine', () => {
    const hosts = ['localhost:4567', '127.0.0.1', '127.8.9.1:1', '[::1]:4567', 'api.localhost'];
    const others = [
      'example.com',
      '[::1].example.com',
      'a/.localhost',
      '127.0.0.1.example.com',
      '10.0.0.1:4567',
      '',
      undefined,
    ];
    assert.deepEqual(
      [...hosts, ...others].map((host) => isOwnHost(host, '127.0.0.1')),
      [...hosts.map(() => true), ...others.map(() => false)],
    );
  });

  it('is also whoever uses the address that it was told to listen on', () => {
    assert.deepEqual(
      [
        isOwnHost('10.0.0.1:4567', '10.0.0.1'),
        isOwnHost('10.0.0.2:4567', '0.0.0.0'),
        isOwnHost('evil.example:4567', '0.0.0.0'),
        isOwnHost('[fe80::1]:4567', '::'),
      ],
      [true, true, false, true],
    );
  });

  it('is a page of this machine, not one of another site', () => {
    const local = ['http://localhost:3000', 'https://127.0.0.1', 'http://[::1]:80'];
    const other = ['https://example.com', 'null', '', 'vscode-webview://x', 'file://localhost'];
    assert.deepEqual([...local, ...other].map(isLocalOrigin), [
      ...local.map(() => true),
      ...other.map(() => false),
    ]);
  });

  it('knows loopback addresses from names that look like them', () => {
    assert.deepEqual(['127.0.0.1', '::1', 'localhost', '127.evil', '0.0.0.0'].map(isLoopback), [
      true,
      true,
      true,
      false,
      false,
    ]);
  });
});
