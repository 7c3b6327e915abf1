import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import type { Connection } from '../../../../src/aws/service.ts';
import { type ErrorCode, ExpectedError } from '../../../../src/base/errors.ts';
import type { ConnectionEntry } from '../../../../src/host/connections/connectionRegistry.ts';
import type { EngineState } from '../../../../src/host/engine/engineController.ts';
import type { TreeNode } from '../../../../src/host/views/nodes.ts';
import { TreeModel } from '../../../../src/host/views/treeModel.ts';
import { TreeRows, errorRows } from '../../../../src/host/views/treeRows.ts';
import { fakeConnection, paged, summary } from '../fakeConnection.ts';

const LOCAL: ConnectionEntry = { name: 'Local engine', kind: 'local' };
const OTHER: ConnectionEntry = {
  name: 'other',
  kind: 'endpoint',
  endpoint: 'http://127.0.0.1:1',
  region: 'us-east-1',
};

describe('the rows of the tree', () => {
  let model: TreeModel;
  let rows: TreeRows;
  let state: EngineState;
  let all: ConnectionEntry[];
  let connection: Connection;

  beforeEach(() => {
    state = { name: 'stopped' };
    all = [LOCAL, OTHER];
    connection = withNames(['orders'], ['to-s3']);
    model = new TreeModel({ connect: () => Promise.resolve(connection) });
    rows = new TreeRows({
      connections: {
        get all() {
          return all;
        },
      },
      contents: { otherRegions: [] },
      engine: {
        get state() {
          return state;
        },
      },
      model,
    });
  });
  afterEach(() => model.dispose());

  it('are those of all pages while a filter is set', async () => {
    const names = Array.from({ length: 350 }, (_, index) => `stream-${index}`);
    connection = withNames([...names, 'The Needle'], []);
    assert.equal((await labelsOf({ type: 'streams', connection: OTHER })).at(-1), 'more');
    rows.filter = 'needle';
    assert.equal(await rows.emptyReason(), 'none');
    assert.deepEqual(await labelsOf({ type: 'streams', connection: OTHER }), ['The Needle']);
  });

  it('are hidden by a filter only when nothing can match', async () => {
    rows.filter = 'orders';
    assert.equal(await rows.emptyReason(), 'none');
    rows.filter = 'needle';
    assert.equal(await rows.emptyReason(), 'filtered');
    connection = withNames(
      Array.from({ length: 3_000 }, (_, index) => `stream-${index}`),
      [],
    );
    model.refresh();
    assert.equal(await rows.emptyReason(), 'none');
    assert.deepEqual(await labelsOf({ type: 'streams', connection: OTHER }), ['more']);
  });

  it('say why there are none', async () => {
    all = [LOCAL];
    rows.filter = 'needle';
    const reasons = [await rows.emptyReason()];
    for (const name of ['starting', 'running'] as const) {
      state = name === 'running' ? running() : { name };
      reasons.push(await rows.emptyReason());
    }
    rows.filter = '';
    reasons.push(await rows.emptyReason());
    connection = withNames([], []);
    model.refresh();
    reasons.push(await rows.emptyReason());
    const [group] = await labelsOf({ type: 'streams', connection: LOCAL });
    assert.deepEqual(
      [...reasons, group],
      [
        'engineStopped',
        'engineStarting',
        'filtered',
        'none',
        'nothingExists',
        'No data streams yet: create one',
      ],
    );
  });

  it('keep the delivery streams when only the streams may not be listed', async () => {
    connection = {
      ...connection,
      streams: failing('accessDenied', 'Access denied: kinesis:ListStreams. Ask for it.'),
    };
    const groups = await rows.childrenOf({ type: 'connection', connection: OTHER });
    assert.deepEqual(
      groups.map(({ type }) => type),
      ['streams', 'deliveryStreams'],
    );
    assert.deepEqual(await labelsOf({ type: 'deliveryStreams', connection: OTHER }), ['to-s3']);
    await assert.rejects(rows.childrenOf({ type: 'streams', connection: OTHER }), /Access denied/);
  });

  it('say once what is wrong with a whole connection', async () => {
    for (const code of ['credentialsMissing', 'sessionExpired', 'networkUnreachable'] as const) {
      connection = { ...connection, streams: failing(code, code) };
      model.refresh();
      const children = rows.childrenOf({ type: 'connection', connection: OTHER });
      await assert.rejects(children, { code });
    }
  });

  it('say what is wrong and, in a second row, what to do', () => {
    const parent: TreeNode = { type: 'streams', connection: OTHER };
    const error = new ExpectedError('sessionExpired', 'It has expired. Sign in again.');
    assert.deepEqual(
      errorRows(parent, error).map((row) => [row.kind, row.text, row.command?.id]),
      [
        ['error', 'It has expired.', 'kinesis.refresh'],
        ['advice', 'Sign in again.', 'kinesis.refresh'],
      ],
    );
  });

  async function labelsOf(node: TreeNode): Promise<string[]> {
    return (await rows.childrenOf(node)).map((row) => {
      if (row.type === 'stream') return row.stream.name;
      if (row.type === 'deliveryStream') return row.name;
      return row.type === 'message' ? row.text : row.type;
    });
  }
});

function withNames(streams: readonly string[], deliveryStreams: readonly string[]): Connection {
  return fakeConnection({
    streams: { listStreams: paged(streams.map(summary)) },
    deliveryStreams: { listDeliveryStreams: paged(deliveryStreams) },
  });
}

function failing(code: ErrorCode, message: string): Connection['streams'] {
  const listStreams = (): Promise<never> => Promise.reject(new ExpectedError(code, message));
  return fakeConnection({ streams: { listStreams } }).streams;
}

function running(): EngineState {
  const ready = { ready: true, http: 'http://127.0.0.1:1', pid: 1, version: '0' } as const;
  return { name: 'running', ready, attached: false, region: 'us-east-1' };
}
