/**
 * A reporter for node:test: shows only what failed, in full, and writes the counts, in all and of each
 * file, to the file that KINESIS_WORKBENCH_TEST_RESULTS names. A skipped test counts as failed:
 * nothing here is skipped.
 */
import { writeFileSync } from 'node:fs';
import { relative } from 'node:path';
import { inspect } from 'node:util';

/** What a failed file printed is shown up to this many characters. */
const shownOutputMax = 20_000;

/** @param {AsyncIterable<import('node:test/reporters').TestEvent>} source */
export default async function* report(source) {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  /** @type {Record<string, typeof counts>} */
  const files = {};
  let ok = true;
  /** @type {Map<string, string>} */
  const printed = new Map();
  const shown = new Set();
  for await (const { type, data } of source) {
    if (type === 'test:stdout' || type === 'test:stderr') {
      const before = printed.get(data.file) ?? '';
      if (before.length < shownOutputMax) printed.set(data.file, before + data.message);
    } else if (type === 'test:pass') {
      count(data, counts, ofFile(files, data));
      if (isSkipped(data)) yield `✖ ${data.name} is skipped\n`;
    } else if (type === 'test:fail') {
      // A suite that fails only because of a test in it has nothing to add; one whose hook fails does.
      if ('failureType' in data.details.error) {
        if (data.details.error.failureType === 'subtestsFailed') continue;
      }
      counts.failed += 1;
      ofFile(files, data).failed += 1;
      yield failure(data);
      const output = printed.get(data.file ?? '');
      if (output !== undefined && !shown.has(data.file)) yield `  It printed:\n${output}\n`;
      shown.add(data.file);
    } else if (type === 'test:summary' && data.file === undefined) {
      ok = data.success;
    }
  }
  // A hook that fails outside a test fails the run without failing a test.
  if (!ok && counts.failed === 0) counts.failed = 1;
  const file = process.env.KINESIS_WORKBENCH_TEST_RESULTS;
  if (file !== undefined) writeFileSync(file, JSON.stringify({ ...counts, files }));
}

/**
 * @param {{ details: { type?: string | undefined }, skip?: unknown, todo?: unknown }} data
 * @param {...{ passed: number, skipped: number }} counts
 */
function count(data, ...counts) {
  if (data.details.type === 'suite') return;
  for (const each of counts) each[isSkipped(data) ? 'skipped' : 'passed'] += 1;
}

/**
 * @param {Record<string, { passed: number, failed: number, skipped: number }>} files
 * @param {{ file?: string | undefined }} data
 */
function ofFile(files, { file = '' }) {
  return (files[relative('', file)] ??= { passed: 0, failed: 0, skipped: 0 });
}

/** @param {{ skip?: unknown, todo?: unknown }} data */
function isSkipped({ skip, todo }) {
  return (skip ?? false) !== false || (todo ?? false) !== false;
}

/** @param {import('node:test').EventData.TestFail} data */
function failure({ name, file, line, details }) {
  const error = details.error.cause ?? details.error;
  const text = error instanceof Error ? (error.stack ?? error.message) : inspect(error);
  const place = file === undefined ? '' : ` (${relative('', file)}:${line})`;
  return `✖ ${name}${place}\n${text.replaceAll(/^/gm, '    ')}\n`;
}
