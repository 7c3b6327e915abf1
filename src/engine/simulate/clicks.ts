import { type GeneratorFactory, isoTime, jsonRecord, keyName } from './generator.ts';
import type { SeededRandom } from './random.ts';

type Choices<T> = readonly [T, ...T[]];

const PAGES: Choices<string> = [
  '/',
  '/search',
  '/products/1042',
  '/products/2077',
  '/products/310',
  '/cart',
  '/checkout',
  '/help',
];
const REFERRERS: Choices<string | null> = [
  null,
  null,
  'https://search.example/',
  'https://news.example/today',
  'https://social.example/feed',
];
const CAMPAIGNS: Choices<string | undefined> = [undefined, undefined, undefined, 'spring', 'mail'];
const USER_AGENTS: Choices<string> = [
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36',
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Safari/605.1.15',
  'Mozilla/5.0 (X11; Linux x86_64; rv:142.0) Gecko/20100101 Firefox/142.0',
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1',
];
/** After this many clicks on average a visitor leaves, and comes back with a new session. */
const CLICKS_PER_SESSION = 8;

interface Visit {
  sessionId: string;
  page: string;
  clickIndex: number;
  readonly userAgent: string;
}

/** Visitors who come from somewhere, go from page to page, and leave. Keyed by visitor. */
export const createClicksGenerator: GeneratorFactory = ({ random, pickKey }) => {
  const visits = new Map<number, Visit>();
  return {
    next({ wallMs }) {
      const index = pickKey();
      const before = visits.get(index);
      const visit =
        before === undefined || random.chance(1 / CLICKS_PER_SESSION)
          ? newVisit(random, before?.userAgent ?? random.pick(USER_AGENTS))
          : nextClick(before, random);
      const isEntry = visit.clickIndex === 0;
      visits.set(index, visit);
      const visitorId = keyName('visitor', index);
      return jsonRecord(visitorId, {
        eventId: random.hex(16),
        timestamp: isoTime(wallMs),
        visitorId,
        sessionId: visit.sessionId,
        clickIndex: visit.clickIndex,
        event: visit.page === '/checkout' ? 'purchase' : 'page-view',
        page: visit.page,
        referrer: isEntry || before === undefined ? random.pick(REFERRERS) : before.page,
        campaign: isEntry ? random.pick(CAMPAIGNS) : undefined,
        userAgent: visit.userAgent,
        ipAddress: `198.51.100.${String(1 + (index % 254))}`,
        loadMs: Math.round(random.between(40, 400) * (random.chance(0.03) ? 10 : 1)),
      });
    },
  };
};

function newVisit(random: SeededRandom, userAgent: string): Visit {
  const page = random.chance(0.6) ? '/' : random.pick(PAGES);
  return { sessionId: `session-${random.hex(12)}`, page, clickIndex: 0, userAgent };
}

function nextClick(visit: Visit, random: SeededRandom): Visit {
  const page = visit.page === '/cart' && random.chance(0.5) ? '/checkout' : random.pick(PAGES);
  return { ...visit, page, clickIndex: visit.clickIndex + 1 };
}
