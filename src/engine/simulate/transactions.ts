import { type GeneratorFactory, isoTime, jsonRecord, keyName, roundTo } from './generator.ts';
import type { SeededRandom } from './random.ts';

type Choices<T> = readonly [T, ...T[]];

const PRODUCTS: Choices<{ sku: string; category: string; price: number }> = [
  { sku: 'BK-1042', category: 'books', price: 18.5 },
  { sku: 'BK-2077', category: 'books', price: 42 },
  { sku: 'EL-0310', category: 'electronics', price: 129.99 },
  { sku: 'EL-0457', category: 'electronics', price: 899 },
  { sku: 'GR-0021', category: 'groceries', price: 6.75 },
  { sku: 'HM-1180', category: 'home', price: 54.9 },
  { sku: 'SP-0666', category: 'sports', price: 75.25 },
  { sku: 'TY-0093', category: 'toys', price: 24.99 },
];
const CURRENCIES: Choices<string> = ['EUR', 'EUR', 'USD', 'USD', 'GBP', 'PLN'];
const COUNTRIES: Choices<string> = ['DE', 'ES', 'FR', 'GB', 'NL', 'PL', 'US'];
const DECLINES: Choices<string> = ['insufficient-funds', 'suspected-fraud', 'expired-card'];

/**
 * Purchases on a marketplace, keyed by customer. They carry what looks like personal data, so that
 * masking has something to mask, and none of it can belong to anyone: see the functions below.
 */
export const createTransactionsGenerator: GeneratorFactory = ({ random, pickKey }) => ({
  next({ wallMs }) {
    const index = pickKey();
    const customerId = keyName('customer', index);
    const items = Array.from({ length: 1 + random.below(3) }, () => {
      const product = random.pick(PRODUCTS);
      return { ...product, quantity: 1 + random.below(3) };
    });
    const outcome = random.chance(0.04) ? 'declined' : random.chance(0.03) ? 'refunded' : 'paid';
    return jsonRecord(customerId, {
      transactionId: `tx-${random.hex(16)}`,
      timestamp: isoTime(wallMs),
      customerId,
      sellerId: keyName('seller', random.below(40)),
      outcome,
      ...(outcome === 'declined' ? { declineReason: random.pick(DECLINES) } : {}),
      currency: random.pick(CURRENCIES),
      amount: roundTo(
        items.reduce((sum, item) => sum + item.price * item.quantity, 0),
        2,
      ),
      items,
      customer: {
        email: `${customerId}@example.com`,
        phone: `+1-555-01${random.digits(2)}`,
        socialSecurityNumber: neverIssuedSocialSecurityNumber(random),
        country: random.pick(COUNTRIES),
        ipAddress: `203.0.113.${String(1 + random.below(254))}`,
      },
      payment: {
        method: 'card',
        cardNumber: testCardNumber(random),
        cardExpiry: `${String(1 + random.below(12)).padStart(2, '0')}/${String(30 + random.below(9))}`,
        cardVerification: random.digits(3),
      },
    });
  },
});

/** Sixteen digits with a correct Luhn digit, behind 400000, which is used for tests only. */
function testCardNumber(random: SeededRandom): string {
  const body = `400000${random.digits(9)}`;
  return body + String(luhnDigit(body));
}

/** The digit which, put behind `body`, makes its Luhn sum a multiple of 10. */
function luhnDigit(body: string): number {
  let sum = 0;
  [...body].reverse().forEach((digit, position) => {
    const doubled = position % 2 === 0 ? Number(digit) * 2 : Number(digit);
    sum += doubled > 9 ? doubled - 9 : doubled;
  });
  return (10 - (sum % 10)) % 10;
}

/** No number that begins with 666 has ever been or will be issued. */
function neverIssuedSocialSecurityNumber(random: SeededRandom): string {
  return `666-${String(1 + random.below(99)).padStart(2, '0')}-${String(1 + random.below(9999)).padStart(4, '0')}`;
}
