/** Bytes of content after the first byte, for what has a fixed size. */
const FIXED_BYTES: Readonly<Record<number, number>> = {
  0xc0: 0,
  0xc2: 0,
  0xc3: 0,
  0xca: 4,
  0xcb: 8,
  0xcc: 1,
  0xcd: 2,
  0xce: 4,
  0xcf: 8,
  0xd0: 1,
  0xd1: 2,
  0xd2: 4,
  0xd3: 8,
  0xd4: 2,
  0xd5: 3,
  0xd6: 5,
  0xd7: 9,
  0xd8: 17,
};

/** For what says its size: the bytes that say it, and what comes beside the content. */
const SIZED: Readonly<Record<number, readonly [sizeBytes: number, moreBytes: number]>> = {
  0xc4: [1, 0],
  0xc5: [2, 0],
  0xc6: [4, 0],
  0xc7: [1, 1],
  0xc8: [2, 1],
  0xc9: [4, 1],
  0xd9: [1, 0],
  0xda: [2, 0],
  0xdb: [4, 0],
};

/** For what says how many items follow: the bytes that say it, and the items of each. */
const COUNTED: Readonly<Record<number, readonly [countBytes: number, itemsEach: number]>> = {
  0xdc: [2, 1],
  0xdd: [4, 1],
  0xde: [2, 2],
  0xdf: [4, 2],
};

/**
 * Whether the bytes are one value of MessagePack and nothing after it. It allocates nothing, so it
 * can be asked before a decoder believes the lengths that the bytes claim.
 */
export function isWholeMessagePack(bytes: Uint8Array): boolean {
  let at = 0;
  let pending = 1;
  while (pending > 0) {
    // Each pending value takes a byte at least.
    if (pending > bytes.length - at) return false;
    const part = partAt(bytes, at);
    if (!part) return false;
    at += part.bytes;
    pending += part.items - 1;
  }
  return at === bytes.length;
}

/** Whether it is a map whose first key is a text: other bytes are hardly ever that by chance. */
export function startsWithTextKey(bytes: Uint8Array): boolean {
  const [first = 0] = bytes;
  if (first > 0x80 && first <= 0x8f) return isText(bytes[1] ?? 0);
  if (first === 0xde) return isText(bytes[3] ?? 0);
  return first === 0xdf && isText(bytes[5] ?? 0);
}

function isText(byte: number): boolean {
  return (byte >= 0xa0 && byte <= 0xbf) || (byte >= 0xd9 && byte <= 0xdb);
}

interface Part {
  /** Up to where the next value begins. */
  readonly bytes: number;
  /** Values that follow as its content. */
  readonly items: number;
}

function partAt(bytes: Uint8Array, at: number): Part | undefined {
  const byte = bytes[at] ?? 0;
  if (byte <= 0x7f || byte >= 0xe0) return { bytes: 1, items: 0 };
  if (byte <= 0x8f) return { bytes: 1, items: (byte & 0x0f) * 2 };
  if (byte <= 0x9f) return { bytes: 1, items: byte & 0x0f };
  if (byte <= 0xbf) return { bytes: 1 + (byte & 0x1f), items: 0 };
  const fixed = FIXED_BYTES[byte];
  if (fixed !== undefined) return { bytes: 1 + fixed, items: 0 };
  const sized = SIZED[byte];
  if (sized) {
    const [sizeBytes, moreBytes] = sized;
    return { bytes: 1 + sizeBytes + moreBytes + numberAt(bytes, at + 1, sizeBytes), items: 0 };
  }
  const counted = COUNTED[byte];
  if (!counted) return undefined;
  const [countBytes, itemsEach] = counted;
  return { bytes: 1 + countBytes, items: numberAt(bytes, at + 1, countBytes) * itemsEach };
}

function numberAt(bytes: Uint8Array, at: number, length: number): number {
  let number = 0;
  for (let index = at; index < at + length; index++) number = number * 256 + (bytes[index] ?? 0);
  return number;
}
