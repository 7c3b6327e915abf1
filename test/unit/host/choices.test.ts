import assert from 'node:assert/strict';
import { test } from 'node:test';
import { collectChoices } from '../../../src/host/commands/choices.ts';
import { CHOICES_MAX } from '../../../src/host/limits.ts';
import { paged } from './fakeConnection.ts';

const { signal } = new AbortController();

async function choicesOf(count: number): Promise<{ labels: string[]; placeholder: string }> {
  const page = paged(Array.from({ length: count }, (_, index) => `s${index}`));
  const { items, placeholder } = await collectChoices('Source', {
    signal,
    page: (next) => page({ signal, next }),
    choice: (name: string) => ({ label: name, value: name }),
  });
  return { labels: items.map(({ label }) => label), placeholder };
}

test('a choice is among the items of all pages', async () => {
  const { labels, placeholder } = await choicesOf(250);
  assert.deepEqual([labels.length, labels.at(-1), placeholder], [250, 's249', 'Source']);
});

test('a choice that is cut off says so', async () => {
  const { labels, placeholder } = await choicesOf(CHOICES_MAX + 1);
  assert.equal(labels.length, CHOICES_MAX);
  assert.match(placeholder, /^Source: the first 2,000 are listed; /);
});

test('a choice is not asked for any more when the extension ends', async () => {
  const abort = new AbortController();
  const collecting = collectChoices('Source', {
    signal: abort.signal,
    page: () => {
      abort.abort();
      return Promise.resolve({ items: [], next: 'more' });
    },
    choice: (name: string) => ({ label: name, value: name }),
  });
  await assert.rejects(collecting, { name: 'AbortError' });
});
