import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { root } from '../../../scripts/lib/paths.mjs';
import {
  DECODER_NAMES,
  type DecoderId,
  parseDecoderSettings,
  pinnedDecoders,
  withPinned,
} from '../../../src/host/decoderSettings.ts';
import { chooseSteps, pathOf } from '../../../src/host/input/chooseSteps.ts';
import { decodersWith } from '../../../src/tail/decoders/withSchemas.ts';
import { SchemaCache } from '../../../src/tail/schemas/schemaCache.ts';
import { FakeClock } from '../../support/fakeClock.ts';
import { seededRandom } from '../../support/seededRandom.ts';

const stream = { connectionName: 'staging', streamName: 'trucks' };

describe('the names of decoders', () => {
  it('are those of the tail, in the settings too', () => {
    const source = { has: () => true, fetch: () => Promise.reject(new Error('None')) };
    const schemas = new SchemaCache({ source, clock: new FakeClock() });
    const known = decodersWith(schemas, 'trucks').map(({ id, title }) => [id, title] as const);
    schemas.dispose();
    const byId = (left: readonly string[], right: readonly string[]): number =>
      (left[0] ?? '') < (right[0] ?? '') ? -1 : 1;
    assert.deepEqual(
      DECODER_NAMES.map(([id, label]) => [id, label]).sort(byId),
      known.map(([id, title]) => [id, title]).sort(byId),
    );
    const { contributes } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
      contributes: { configuration: { properties: Record<string, unknown> } };
    };
    const setting = contributes.configuration.properties['kinesisWorkbench.decoders'] as {
      additionalProperties: { items: { enum: string[] } };
    };
    assert.deepEqual(
      setting.additionalProperties.items.enum,
      DECODER_NAMES.map(([id]) => id),
    );
  });
});

describe('the setting of decoders', () => {
  function pinnedBy(value: unknown, other = stream): readonly string[] | undefined {
    return pinnedDecoders(parseDecoderSettings(() => value).settings, other);
  }

  it('finds a stream by its name, with its connection first, then by a pattern', () => {
    const setting = {
      '*': ['text'],
      'tr*ks': ['base64'],
      'staging/*': ['hex'],
      trucks: ['gzip', 'json'],
      'staging/trucks': ['zstd'],
      'a.b': ['zlib'],
      other: [],
    };
    const found = (connectionName: string, streamName: string): readonly string[] | undefined =>
      pinnedBy(setting, { connectionName, streamName });
    assert.deepEqual(found('staging', 'trucks'), ['zstd']);
    assert.deepEqual(found('local', 'trucks'), ['gzip', 'json']);
    assert.deepEqual(found('staging', 'x'), ['text']);
    assert.deepEqual(found('local', 'axb'), ['text']);
    assert.equal(found('local', 'other'), undefined);
    assert.equal(pinnedBy({ 'staging/*': ['hex'] }, { ...stream, connectionName: 'b' }), undefined);
    assert.equal(pinnedBy(undefined), undefined);
  });

  it('names what does not fit, and uses the rest', () => {
    const { settings, problems } = parseDecoderSettings(() => ({
      a: ['gzip', 'rar'],
      b: 'gzip',
      c: ['gzip'],
      d: Array.from({ length: 9 }, () => 'gzip'),
    }));
    assert.deepEqual(settings, [{ pattern: 'c', decoders: ['gzip'] }]);
    assert.deepEqual(problems, [
      'kinesisWorkbench.decoders has the unknown decoder "rar" for "a"; its decoders are detected.',
      'kinesisWorkbench.decoders has no list of decoders for "b"; its decoders are detected.',
      'kinesisWorkbench.decoders has more than 8 decoders for "d"; its decoders are detected.',
    ]);
    assert.deepEqual(parseDecoderSettings(() => ['gzip']).problems, [
      'The setting kinesisWorkbench.decoders is not an object; it is not used.',
    ]);
  });

  it('has patterns that match as a regular expression does, and never take long', () => {
    const random = seededRandom(7);
    const textOf = (letters: string): string =>
      Array.from({ length: Math.floor(random() * 7) }, () =>
        letters.charAt(Math.floor(random() * letters.length)),
      ).join('');
    for (let i = 0; i < 5_000; i++) {
      const pattern = textOf('ab**');
      const streamName = textOf('ab');
      const model = new RegExp(`^${pattern.replace(/\*+/g, '.*')}$`);
      const isPinned = pinnedBy({ [pattern]: ['hex'] }, { ...stream, streamName }) !== undefined;
      const wanted = model.test(streamName) || model.test(`staging/${streamName}`);
      assert.equal(isPinned, wanted, `${pattern} for ${streamName}`);
    }
    // Hours of backtracking, were it a regular expression.
    const streamName = 'a'.repeat(128);
    const patterns = ['*'.repeat(40) + '!', '*a'.repeat(40) + '*!', '*a'.repeat(40) + '!*'];
    for (const pattern of patterns) {
      assert.equal(pinnedBy({ [pattern]: ['hex'] }, { ...stream, streamName }), undefined);
    }
  });

  it('is changed where a stream is in it', () => {
    const decoders: readonly DecoderId[] = ['gzip'];
    assert.deepEqual(withPinned(undefined, stream, { decoders }), { trucks: ['gzip'] });
    assert.deepEqual(withPinned({ 'staging/trucks': ['hex'], b: 1 }, stream, { decoders }), {
      b: 1,
      'staging/trucks': ['gzip'],
    });
    const undone = (value: unknown, others?: unknown): Record<string, unknown> =>
      withPinned(value, stream, { decoders: undefined, others });
    assert.deepEqual(undone({ trucks: ['hex'], b: ['hex'] }), { b: ['hex'] });
    assert.deepEqual(undone({ trucks: ['hex'], 't*': ['hex'] }), { 't*': ['hex'], trucks: [] });
    assert.deepEqual(undone({}, { trucks: ['hex'] }), { trucks: [] });
  });
});

describe('chooseSteps', () => {
  async function choose(
    ...answers: (DecoderId | 'detect' | 'done')[]
  ): Promise<{ chosen: readonly string[] | undefined; asked: string[]; offers: number[] }> {
    const asked: string[] = [];
    const offers: number[] = [];
    const chosen = await chooseSteps(['zlib', 'json'], (placeholder, choices) => {
      asked.push(placeholder);
      offers.push(choices.length);
      const answer = answers.shift() ?? 'done';
      assert.ok(
        choices.some(({ value }) => value === answer),
        `${answer} is not offered`,
      );
      return Promise.resolve(answer);
    });
    return { chosen, asked, offers };
  }

  it('asks for one step after another until they are all', async () => {
    const { chosen, asked } = await choose('kpl', 'gzip', 'done');
    assert.deepEqual(chosen, ['kpl', 'gzip']);
    assert.deepEqual(asked, [
      'What is the data packed in? Now: zlib → JSON',
      'KPL aggregate → … What is in there?',
      'KPL aggregate → gzip → … What is in there?',
    ]);
  });

  it('goes back to detecting, ends at eight, and offers an aggregate first only', async () => {
    assert.equal((await choose('detect')).chosen, undefined);
    const { chosen, offers } = await choose(...Array.from({ length: 8 }, () => 'base64' as const));
    assert.equal(chosen?.length, 8);
    assert.deepEqual(offers.slice(0, 2), [DECODER_NAMES.length + 1, DECODER_NAMES.length]);
    assert.equal(pathOf(undefined), 'detected');
  });
});
