import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createGenerator } from '../../../../src/engine/simulate/producerKinds.ts';
import { PRODUCER_KINDS, type ProducerKind } from '../../../../src/protocol/engine/control.ts';

const decoder = new TextDecoder();
const START_MS = Date.parse('2026-03-01T12:00:00Z');

interface Options {
  kind: ProducerKind;
  seed?: number;
  keys?: number;
  keySkew?: number;
  wallMs?: number;
  intervalMs?: number;
}

function generate(count: number, options: Options) {
  const generator = createGenerator({ seed: 1, keys: 100, keySkew: 0, ...options });
  return Array.from({ length: count }, (_, index) => {
    const logicalMs = index * (options.intervalMs ?? 50);
    const record = generator.next({ logicalMs, wallMs: (options.wallMs ?? START_MS) + logicalMs });
    const value = JSON.parse(decoder.decode(record.data)) as Record<string, unknown>;
    return { partitionKey: record.partitionKey, value, bytes: record.data.length };
  });
}

function withoutTimestamp(records: ReturnType<typeof generate>) {
  return records.map(({ partitionKey, value }) => {
    const { timestamp, ...rest } = value;
    assert.equal(typeof timestamp, 'string');
    return { partitionKey, ...rest };
  });
}

for (const kind of PRODUCER_KINDS) {
  test(`${kind}: the same seed gives the same records, timestamps aside`, () => {
    const today = generate(300, { kind });
    const tomorrow = generate(300, { kind, wallMs: START_MS + 86_400_000 });
    assert.deepEqual(withoutTimestamp(tomorrow), withoutTimestamp(today));
    assert.notDeepEqual(today, tomorrow);
  });

  test(`${kind}: another seed gives other records`, () => {
    assert.notDeepEqual(generate(20, { kind, seed: 2 }), generate(20, { kind, seed: 1 }));
  });

  test(`${kind}: uses every key, no other key, and stays far below a record's limit`, () => {
    const records = generate(4000, { kind, keys: 50 });
    assert.deepEqual(
      {
        keys: new Set(records.map((record) => record.partitionKey)).size,
        small: records.every((record) => record.bytes < 4096),
        timestamp: records[2]?.value.timestamp,
      },
      { keys: 50, small: true, timestamp: '2026-03-01T12:00:00.100Z' },
    );
  });
}

test('gps: trucks move no faster than their speed allows and stay within bounds', () => {
  const before = new Map<string, Record<string, unknown>>();
  let moves = 0;
  for (const { partitionKey, value } of generate(20_000, { kind: 'gps', intervalMs: 100 })) {
    const speed = Number(value.speedKmh);
    const fuel = Number(value.fuelPercent);
    assert.ok(speed >= 0 && speed <= 95, `speed ${String(speed)}`);
    assert.ok(fuel >= 0 && fuel <= 100, `fuel ${String(fuel)}`);
    assert.ok(Math.abs(Number(value.latitude)) < 65, `latitude ${String(value.latitude)}`);
    const last = before.get(partitionKey);
    if (last !== undefined) {
      const km = Math.hypot(
        (Number(value.latitude) - Number(last.latitude)) * 111.32,
        (Number(value.longitude) - Number(last.longitude)) *
          111.32 *
          Math.cos((Number(value.latitude) * Math.PI) / 180),
      );
      const odometer = Number(value.odometerKm) - Number(last.odometerKm);
      assert.ok(Math.abs(km - odometer) < 0.02 + odometer * 0.02, `${partitionKey} jumped`);
      if (km > 0) moves += 1;
    }
    before.set(partitionKey, value);
  }
  assert.ok(moves > 10_000, `only ${String(moves)} moves`);
});

test('transactions: card numbers are test cards that pass Luhn, numbers are never issued ones', () => {
  for (const { value } of generate(200, { kind: 'transactions' })) {
    const payment = value.payment as Record<string, string>;
    const customer = value.customer as Record<string, string>;
    const cardNumber = payment.cardNumber ?? '';
    assert.match(cardNumber, /^400000\d{10}$/);
    assert.equal(luhnSum(cardNumber) % 10, 0);
    assert.match(customer.socialSecurityNumber ?? '', /^666-\d{2}-\d{4}$/);
    assert.match(customer.email ?? '', /^customer-\d{4}@example\.com$/);
  }
});

test('clicks: a session begins at click 0, counts on, and is referred to by its last page', () => {
  const before = new Map<string, Record<string, unknown>>();
  let sessions = 0;
  for (const { partitionKey, value } of generate(5000, { kind: 'clicks' })) {
    const last = before.get(partitionKey);
    if (last?.sessionId === value.sessionId) {
      assert.deepEqual(
        { clickIndex: value.clickIndex, referrer: value.referrer, userAgent: value.userAgent },
        {
          clickIndex: Number(last?.clickIndex) + 1,
          referrer: last?.page,
          userAgent: last?.userAgent,
        },
      );
    } else {
      assert.equal(value.clickIndex, 0);
      sessions += 1;
    }
    before.set(partitionKey, value);
  }
  assert.ok(sessions > 300 && sessions < 1500, `${String(sessions)} sessions`);
});

test('logs: every level occurs, most are INFO, and some errors carry a stack trace', () => {
  const values = generate(5000, { kind: 'logs' }).map((record) => record.value);
  const share = (level: string): number =>
    values.filter((value) => value.level === level).length / values.length;
  assert.ok(share('INFO') > 0.6 && share('DEBUG') > 0.1 && share('WARN') > 0.03);
  const errors = values.filter((value) => value.level === 'ERROR');
  const stacks = errors.map((value) => (value.error as { stack?: string } | undefined)?.stack);
  assert.ok(stacks.filter((stack) => /\n {4}at /.test(stack ?? '')).length > 50);
});

test('skew: the busiest key follows Zipf, and without skew all keys are even', () => {
  const shareOfFirst = (keySkew: number): number =>
    generate(20_000, { kind: 'logs', keys: 100, keySkew }).filter(
      (record) => record.partitionKey === 'host-0001',
    ).length / 20_000;
  const harmonic = Array.from({ length: 100 }, (_, index) => 1 / (index + 1)).reduce(
    (sum, weight) => sum + weight,
  );
  assert.ok(Math.abs(shareOfFirst(0) - 0.01) < 0.004);
  assert.ok(Math.abs(shareOfFirst(1) - 1 / harmonic) < 0.02);
});

function luhnSum(digits: string): number {
  return [...digits].reverse().reduce((sum, digit, position) => {
    const value = position % 2 === 1 ? Number(digit) * 2 : Number(digit);
    return sum + (value > 9 ? value - 9 : value);
  }, 0);
}
