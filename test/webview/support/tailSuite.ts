import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach } from 'node:test';
import { NO_COMPLAINTS, type OpenOptions, TailHarness, type TailView } from './tailHarness.ts';

/** For the tests of one `describe`: for each a page loaded anew, which must not complain. */
export class TailSuite {
  private harness: TailHarness | undefined;
  private openView: TailView | undefined;

  constructor() {
    before(async () => {
      this.harness = await TailHarness.start();
    });
    beforeEach(() => this.open());
    afterEach(async (context) => {
      // That of a failed test may hang, and would hide why it failed.
      if (!('passed' in context && context.passed)) return this.harness?.discardPage();
      assert.deepEqual(await this.view.complaints(), NO_COMPLAINTS);
    });
    after(() => this.harness?.close());
  }

  /** The page of the test that runs. */
  get view(): TailView {
    assert.ok(this.openView, 'There is a page only while a test runs');
    return this.openView;
  }

  /** Another page in its place. */
  async reopen(options: OpenOptions): Promise<void> {
    await this.open(options);
  }

  private async open(options?: OpenOptions): Promise<void> {
    this.openView = await this.harness?.open(options);
  }
}
