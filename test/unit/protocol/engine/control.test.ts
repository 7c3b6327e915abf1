import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { CONTROL_PREFIX, CONTROL_ROUTES } from '../../../../src/protocol/engine/control.ts';

describe('control routes', () => {
  it('are distinct, and only reading calls are GET', () => {
    const routes = Object.entries(CONTROL_ROUTES);
    const addresses = routes.map(([, { method, path }]) => `${method} ${CONTROL_PREFIX}${path}`);
    assert.equal(new Set(addresses).size, routes.length);
    const reading = routes.filter(([, { method }]) => method === 'GET').map(([call]) => call);
    assert.deepEqual(reading, ['health', 'listProducers', 'listFaults', 'readClock', 'awaitStop']);
  });
});
