/** Random messages of `acme.fleet.Truck`, written byte by byte after the specification of Protobuf. */
export interface PlainMessage {
  readonly bytes: Uint8Array;
  /** With all digits, in the order of the fields' numbers. */
  readonly json: string;
}

interface Field {
  readonly bytes: Buffer;
  readonly name: string;
  readonly json: string;
}

type Random = () => number;

const DEFAULTS = new Set(['""', '0', 'false', '"UNKNOWN"']);

/** The fields are on the wire in any order. */
export function randomTruck(random: Random): PlainMessage {
  const fields = MAKERS.flatMap((make) => (random() < 0.7 ? [make(random)] : []));
  const shuffled = fields
    .map((field) => ({ field, place: random() }))
    .sort((left, right) => left.place - right.place);
  // Without presence, a field that has its default says the same as none.
  const told = fields.filter(({ json }) => !DEFAULTS.has(json));
  return {
    bytes: new Uint8Array(Buffer.concat(shuffled.map(({ field }) => field.bytes))),
    json: `{${told.map(({ name, json }) => `"${name}":${json}`).join(',')}}`,
  };
}

const MAKERS: readonly ((random: Random) => Field)[] = [
  (random) => textField(1, 'id', word(random)),
  (random) => {
    const value = wide(random, -(1n << 63n));
    return { name: 'odometer', json: `${value}`, bytes: tagged(2, 0, varint(value)) };
  },
  (random) => {
    const value = wide(random, 0n);
    return { name: 'big', json: `${value}`, bytes: tagged(3, 0, varint(value)) };
  },
  (random) => {
    const value = wide(random, -(1n << 63n));
    const zigzag = value < 0n ? -2n * value - 1n : 2n * value;
    return { name: 'zig', json: `${value}`, bytes: tagged(4, 0, varint(zigzag)) };
  },
  (random) => {
    const value = wide(random, 0n);
    const bytes = Buffer.alloc(8);
    bytes.writeBigUInt64LE(value);
    return { name: 'fix', json: `${value}`, bytes: tagged(5, 1, bytes) };
  },
  (random) => {
    const value = wide(random, -(1n << 63n));
    const bytes = Buffer.alloc(8);
    bytes.writeBigInt64LE(value);
    return { name: 'sfix', json: `${value}`, bytes: tagged(6, 1, bytes) };
  },
  (random) => {
    const value = Math.round(random() * 1_000) / 4;
    const bytes = Buffer.alloc(4);
    bytes.writeFloatLE(value);
    return { name: 'speed', json: JSON.stringify(value), bytes: tagged(7, 5, bytes) };
  },
  (random) => {
    const value = (random() - 0.5) * 1e9;
    return { name: 'lat', json: JSON.stringify(value), bytes: tagged(8, 1, double(value)) };
  },
  (random) => {
    const value = Buffer.from(Array.from({ length: random() * 9 }, () => random() * 256));
    return {
      name: 'raw',
      json: `"${value.toString('base64')}"`,
      bytes: tagged(9, 2, sized(value)),
    };
  },
  (random) => {
    const isMoving = random() < 0.5;
    const bytes = tagged(10, 0, varint(isMoving ? 1n : 0n));
    return { name: 'moving', json: `${isMoving}`, bytes };
  },
  (random) => {
    const [number, json] =
      random() < 0.5 ? ([0n, '"UNKNOWN"'] as const) : ([1n, '"DRIVING"'] as const);
    return { name: 'state', json, bytes: tagged(11, 0, varint(number)) };
  },
  (random) => {
    const loads = Array.from({ length: 1 + random() * 4 }, () =>
      Math.round((random() - 0.5) * 2 ** 31),
    );
    const packed = Buffer.concat(loads.map((load) => varint(BigInt(load))));
    return { name: 'loads', json: JSON.stringify(loads), bytes: tagged(12, 2, sized(packed)) };
  },
  (random) => {
    const tags = Array.from({ length: 1 + random() * 3 }, () => word(random));
    const bytes = Buffer.concat(tags.map((tag) => textField(13, '', tag).bytes));
    return { name: 'tags', json: JSON.stringify(tags), bytes };
  },
  (random) => {
    const lat = 1 + Math.round(random() * 100);
    const bytes = tagged(14, 2, sized(tagged(1, 1, double(lat))));
    return { name: 'position', json: `{"lat":${lat}}`, bytes };
  },
  (random) => {
    const count = wide(random, -(1n << 63n));
    const entry = Buffer.concat([textField(1, '', 'count').bytes, tagged(2, 0, varint(count))]);
    return { name: 'counters', json: `{"count":${count}}`, bytes: tagged(15, 2, sized(entry)) };
  },
];

function word(random: Random): string {
  const letters = ['a', 'Z', 'ß', '"', '\\', '€', '😀', '\n', '7'];
  return Array.from({ length: random() * 8 }, () => letters[Math.floor(random() * 9)]).join('');
}

/** Of 64 bits from `least` on, small ones and the ends as often as any. */
function wide(random: Random, least: bigint): bigint {
  const most = least + (1n << 64n) - 1n;
  const any =
    least +
    (BigInt(Math.floor(random() * 2 ** 32)) << 32n) +
    BigInt(Math.floor(random() * 2 ** 32));
  const choices = [any, any, BigInt(Math.floor(random() * 300)), least, most];
  return choices[Math.floor(random() * choices.length)] ?? any;
}

function textField(number: number, name: string, text: string): Field {
  return { name, json: JSON.stringify(text), bytes: tagged(number, 2, sized(Buffer.from(text))) };
}

function tagged(number: number, wireType: number, content: Buffer): Buffer {
  return Buffer.concat([varint(BigInt((number << 3) | wireType)), content]);
}

function sized(content: Buffer): Buffer {
  return Buffer.concat([varint(BigInt(content.length)), content]);
}

/** Negative numbers as their 64 bits of two's complement. */
function varint(value: bigint): Buffer {
  const bytes: number[] = [];
  let left = BigInt.asUintN(64, value);
  for (; left > 0x7fn; left >>= 7n) bytes.push(Number(left & 0x7fn) | 0x80);
  return Buffer.from([...bytes, Number(left)]);
}

function double(value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleLE(value);
  return bytes;
}
