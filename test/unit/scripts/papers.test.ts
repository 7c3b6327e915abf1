import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { paperOf } from '../../../scripts/lib/papers.mjs';

const ROOT = join(import.meta.dirname, '../../..');

describe('a paper of the package', () => {
  it('names the files of the repository, which no link of it leads to', () => {
    assert.equal(
      paperOf(
        'See [docs/a.md](docs/a.md), [the manual](docs/b.md), [AWS](https://aws.amazon.com)\n' +
          'and [below](#below).\n',
      ),
      'See `docs/a.md` of the repository, the manual (`docs/b.md` of the repository), ' +
        '[AWS](https://aws.amazon.com)\nand [below](#below).\n',
    );
  });

  it('leaves out what only somebody with the repository can do or see', () => {
    const marked = 'a\n\n<!-- repository only -->\n\nb\n\n<!-- end of repository only -->\n\nc\n';
    assert.equal(paperOf(`${marked}${marked}`), 'a\n\nc\na\n\nc\n');
  });

  for (const file of ['README.md', 'CHANGELOG.md']) {
    it(`has neither a link to a file nor a picture: ${file}`, async () => {
      const paper = paperOf(await readFile(join(ROOT, file), 'utf8'));
      const targets = [...paper.matchAll(/\]\(([^)]*)\)/g)].map(([, target = '']) => target);
      assert.deepEqual(
        targets.filter((target) => !/^(?:https:|#)/.test(target)),
        [],
      );
      assert.equal(paper.includes('repository only'), false);
    });
  }
});
