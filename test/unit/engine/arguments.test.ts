import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { HELP, parseArguments } from '../../../src/engine/arguments.ts';

const DEFAULTS = {
  port: 4567,
  tlsPort: 0,
  certificateFile: undefined,
  host: '127.0.0.1',
  dataDir: undefined,
  region: 'us-east-1',
  account: '000000000000',
  limits: true,
  transitionMs: 100,
};

describe('parseArguments', () => {
  it('has defaults, with or without the word engine', () => {
    const expected = { kind: 'serve', stopWithStdin: false, options: DEFAULTS };
    assert.deepEqual([parseArguments([]), parseArguments(['engine'])], [expected, expected]);
  });

  it('takes every option', () => {
    const text =
      'engine --port 0 --tls-port 4568 --export-certificate c --host 0.0.0.0 --i-know-this-is-open --allow-origin https://a.example:8443/ --allow-origin HTTP://B.example --data-dir d --power-safe --region eu-west-1 --account 123456789012 --limits off --transition-ms 0 --seed f --restore r --stop-with-stdin';
    assert.deepEqual(parseArguments(text.split(' ')), {
      kind: 'serve',
      stopWithStdin: true,
      options: {
        port: 0,
        tlsPort: 4568,
        certificateFile: 'c',
        host: '0.0.0.0',
        allowedOrigins: ['https://a.example:8443', 'http://b.example'],
        dataDir: 'd',
        powerSafe: true,
        region: 'eu-west-1',
        account: '123456789012',
        limits: false,
        transitionMs: 0,
        seedFile: 'f',
        restoreFrom: 'r',
      },
    });
  });

  it('has no TLS port when told so', () => {
    const parsed = parseArguments(['--tls-port', 'off']);
    assert.equal(parsed.kind === 'serve' && parsed.options.tlsPort, undefined);
  });

  it('asks for help and version', () => {
    assert.deepEqual(
      [parseArguments(['--help']), parseArguments(['engine', '--version'])],
      [{ kind: 'help' }, { kind: 'version' }],
    );
  });

  const refused = [
    ['--port', '65536'],
    ['--port', '1e3'],
    ['--tls-port', 'on'],
    ['--tls-port', 'off', '--export-certificate', 'c'],
    ['--export-certificate', ''],
    ['--host', 'example.com'],
    ['--host', '192.168.0.1'],
    ['--allow-origin', 'app.example'],
    ['--allow-origin', 'https://app.example/page'],
    ['--allow-origin', 'null'],
    ['--data-dir', ''],
    ['--data-dir', 'd', '--in-memory'],
    ['--seed', ''],
    ['--restore', ''],
    ['--region', 'Europe'],
    ['--account', '12'],
    ['--limits', 'yes'],
    ['--transition-ms', '-1'],
    ['--port'],
    ['--unknown'],
    ['file'],
  ];
  for (const argv of refused) {
    it(`refuses ${argv.join(' ')} in a sentence`, () => {
      assert.throws(() => parseArguments(argv), { code: 'invalidInput', message: /^.+\.$/ });
    });
  }

  it('explains every option that it takes', () => {
    const explained = [...HELP.matchAll(/--[a-z-]+/g)].map(([option]) => option);
    for (const option of new Set(explained)) {
      const needsValue = HELP.includes(`${option} N`) || new RegExp(`${option} [A-Zo]`).test(HELP);
      const error = messageOf(() => parseArguments(needsValue ? [option, ''] : [option]));
      assert.doesNotMatch(error, /Unknown option/);
    }
  });
});

function messageOf(run: () => unknown): string {
  try {
    run();
    return '';
  } catch (error) {
    return String(error);
  }
}
