const WORDS = [
  ...[
    '__proto__',
    'constructor',
    'StreamName',
    'Records',
    'Data',
    'Tags',
    'Timestamp',
    'YQ==',
    'a-_=',
  ],
  ...[
    'Credential',
    'Signature=',
    'SignedHeaders=',
    'AKID/d/us-east-1/kinesis/aws4_request',
    ', ',
    '=',
  ],
  ...[
    'shardId-000000000001',
    '1e999',
    '-0',
    '\ud800',
    '\u0000',
    'http://',
    '[::1]',
    ':',
    'localhost',
  ],
];

/** Seeded junk of every kind. */
export class Junk {
  private readonly random: () => number;

  constructor(random: () => number) {
    this.random = random;
  }

  below(count: number): number {
    return Math.floor(this.random() * count);
  }

  pick(choices: readonly string[]): string {
    return choices[this.below(choices.length)] ?? '';
  }

  /** Some of the parts, one after the other. */
  joined(parts: readonly string[]): string {
    return Array.from({ length: 1 + this.below(5) }, () => this.pick(parts)).join('');
  }

  text(): string {
    let text = '';
    for (let parts = this.below(6); parts > 0; parts -= 1) {
      text += this.below(2) === 0 ? this.pick(WORDS) : this.characters();
    }
    return text;
  }

  characters(): string {
    return String.fromCodePoint(...Array.from({ length: this.below(12) }, () => this.below(0x250)));
  }

  bytes(): Buffer {
    return Buffer.from(Array.from({ length: this.below(80) }, () => this.below(256)));
  }

  /** A few bytes other than they were. */
  damaged(bytes: Uint8Array): Buffer {
    const copy = Buffer.from(bytes);
    for (let changes = 1 + this.below(3); changes > 0 && copy.length > 0; changes -= 1) {
      copy[this.below(copy.length)] = this.below(256);
    }
    return this.below(3) === 0 ? copy.subarray(0, this.below(copy.length + 1)) : copy;
  }

  /** A value like the one that is given, but for one place in it. */
  mutated(value: unknown): unknown {
    const isInner = typeof value === 'object' && value !== null && this.below(8) > 0;
    if (!isInner) return this.value();
    const names = Object.keys(value);
    const name = this.below(8) === 0 ? this.pick(WORDS) : this.pick(names);
    const changed = this.mutated((value as Record<string, unknown>)[name]);
    return Array.isArray(value)
      ? value.map((item, index) => (String(index) === name ? changed : (item as unknown)))
      : { ...value, [name]: changed };
  }

  /** Any value, or one much like `good`. */
  valueOr(good: unknown): unknown {
    return this.below(2) === 0 ? this.value() : this.mutated(good);
  }

  value(depth = 0): unknown {
    const size = this.below(4);
    switch (this.below(depth > 40 ? 6 : 9)) {
      case 0:
        return this.text();
      case 1:
        return this.below(1_000) - 500;
      case 2:
        return this.random() * 10 ** this.below(300);
      case 3:
        return this.below(2) === 0;
      case 4:
        return null;
      case 5:
        return [NaN, Infinity, -0, 2 ** 64][size];
      case 6:
        return Array.from({ length: size }, () => this.value(depth + 1));
      default:
        return Object.fromEntries(
          Array.from({ length: size }, () => [
            this.below(3) === 0 ? this.text() : this.pick(WORDS),
            this.value(depth + 1),
          ]),
        );
    }
  }
}
