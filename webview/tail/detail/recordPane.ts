import { messageOf } from '../../../src/base/errors.ts';
import type { RecordDetail } from '../../../src/protocol/webview/tail.ts';
import type { Detail } from './detail.ts';

/** Names a row; ordinals mean something within one generation only. */
export interface RowAddress {
  readonly generation: number;
  readonly ordinal: number;
}

/**
 * Brings the selected record into the detail. One request is under way at a time: holding an arrow
 * key down fetches where the selection is when the last one has arrived, not every row between.
 */
export class RecordPane {
  private readonly detail: Pick<Detail, 'show' | 'showHint'>;
  private readonly request: (address: RowAddress) => Promise<RecordDetail | undefined>;
  private wanted: RowAddress | undefined;
  private busy = false;

  constructor(
    detail: Pick<Detail, 'show' | 'showHint'>,
    request: (address: RowAddress) => Promise<RecordDetail | undefined>,
  ) {
    this.detail = detail;
    this.request = request;
  }

  show(address: RowAddress | undefined): void {
    this.wanted = address;
    if (!address) this.detail.showHint('Select a record to see its content.');
    else if (!this.busy) void this.fetch(address);
  }

  private async fetch(address: RowAddress): Promise<void> {
    this.busy = true;
    const result = await this.request(address).catch(messageOf);
    this.busy = false;
    if (this.wanted !== address) {
      if (this.wanted) void this.fetch(this.wanted);
    } else if (typeof result === 'string') {
      this.detail.showHint(`The record could not be read: ${result}`);
    } else if (result) {
      this.detail.show(result);
    } else {
      this.detail.showHint('This record has left the window: newer ones took its place.');
    }
  }
}
