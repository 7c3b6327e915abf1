import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { builtInPipeline } from '../../../../src/tail/decoders/all.ts';
import { plainDecoder } from '../../../../src/tail/decoding.ts';
import { Candidate } from '../../../../src/tail/filter/candidate.ts';
import { compileFilter } from '../../../../src/tail/filter/compile.ts';
import { FilterIndex } from '../../../../src/tail/filter/filterIndex.ts';
import { RecordWindow } from '../../../../src/tail/window/recordWindow.ts';
import { seededRandom } from '../../../support/seededRandom.ts';
import { isShown, randomFilter, randomRecord } from './plainFilter.ts';

const RECORDS = 60;

describe('Conditions of all kinds together', () => {
  for (const [name, decoder] of [
    ['plain', plainDecoder],
    ['detecting', builtInPipeline()],
  ] as const) {
    it(`show what the same in plain JavaScript shows, with the ${name} decoder`, () => {
      let shownCount = 0;
      for (let seed = 1; seed <= 1_500; seed++) {
        const random = seededRandom(seed);
        const records = Array.from({ length: RECORDS }, (_, at) => randomRecord(random, at));
        const filter = randomFilter(random);
        const window = new RecordWindow();
        for (const record of records) window.append(record.shardId, record);
        const conditions = filter.map(({ condition }) => condition);
        const matches = compileFilter({ conditions });
        assert.ok(typeof matches === 'function', `seed ${seed}: ${JSON.stringify(matches)}`);
        const index = new FilterIndex(matches, new Candidate(window, decoder), 0);
        index.scanSlice(RECORDS, () => 0);
        const shown = Array.from({ length: index.end }, (_, ordinal) => index.numberOf(ordinal));
        const expected = records.flatMap((record, at) => (isShown(filter, record) ? [at] : []));
        assert.deepEqual(shown, expected, `seed ${seed}: ${JSON.stringify(conditions)}`);
        shownCount += shown.length;
      }
      assert.ok(shownCount > 1_500 && shownCount < 1_500 * RECORDS * 0.7, `${shownCount} shown`);
    });
  }
});
