import { type GeneratorFactory, isoTime, jsonRecord, keyName } from './generator.ts';
import type { SeededRandom } from './random.ts';

type Choices<T> = readonly [T, ...T[]];
type Level = 'DEBUG' | 'INFO' | 'WARN' | 'ERROR';

const SERVICES: Choices<string> = ['cart', 'catalog', 'checkout', 'gateway', 'payments', 'search'];

const MESSAGES: Readonly<Record<Level, Choices<string>>> = {
  DEBUG: ['Cache miss', 'Loaded configuration', 'Acquired a connection from the pool'],
  INFO: ['Request served', 'Order accepted', 'Message consumed', 'Scheduled job finished'],
  WARN: ['Slow query', 'Retrying after a timeout', 'Queue is 80 % full'],
  ERROR: ['Request failed', 'Could not reach the database', 'Payment provider refused the call'],
};

const FAILURES: Choices<{ type: string; text: string }> = [
  { type: 'TimeoutError', text: 'No answer within 3000 ms' },
  { type: 'TypeError', text: "Cannot read properties of undefined (reading 'total')" },
  { type: 'ConnectionError', text: 'connect ECONNREFUSED 192.0.2.17:5432' },
];
const FRAMES: Choices<string> = [
  'handleRequest (server.js:88:14)',
  'Router.dispatch (router.js:41:9)',
  'OrderService.place (orderService.js:127:22)',
  'Pool.query (pool.js:203:11)',
  'process.processTicksAndRejections (node:internal/process/task_queues:105:5)',
];
const FRAMES_MAX = 6;

/** Structured logs of a handful of services, keyed by the host that wrote them. */
export const createLogsGenerator: GeneratorFactory = ({ random, pickKey }) => ({
  next({ wallMs }) {
    const index = pickKey();
    const host = keyName('host', index);
    const level = pickLevel(random);
    return jsonRecord(host, {
      timestamp: isoTime(wallMs),
      level,
      service: SERVICES[index % SERVICES.length],
      host,
      traceId: random.hex(32),
      spanId: random.hex(16),
      message: random.pick(MESSAGES[level]),
      durationMs: Math.round(random.between(1, 80) * (level === 'WARN' ? 30 : 1)),
      ...(level === 'ERROR' && random.chance(0.7) ? { error: failure(random) } : {}),
    });
  },
});

function pickLevel(random: SeededRandom): Level {
  const share = random.next();
  if (share < 0.2) return 'DEBUG';
  if (share < 0.9) return 'INFO';
  return share < 0.97 ? 'WARN' : 'ERROR';
}

function failure(random: SeededRandom): { type: string; message: string; stack: string } {
  const { type, text } = random.pick(FAILURES);
  const frames = Array.from(
    { length: 2 + random.below(FRAMES_MAX - 1) },
    () => `    at ${random.pick(FRAMES)}`,
  );
  return { type, message: text, stack: [`${type}: ${text}`, ...frames].join('\n') };
}
