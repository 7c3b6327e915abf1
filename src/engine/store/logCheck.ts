import { copyFileSync, readFileSync } from 'node:fs';
import { PAGE_BYTES } from '../limits.ts';

/**
 * SQLite reads its write-ahead log up to the first frame whose checksum is wrong and drops the rest
 * without a word. This finds out beforehand what that rest holds. The format is that of
 * https://www.sqlite.org/fileformat2.html#the_write_ahead_log, in which the two salts in a frame's
 * header are those of the log that it was written to: frames of an earlier log may follow.
 */
export interface LogDamage {
  /** Committed transactions of which SQLite will know nothing. */
  readonly commits: number;
  /** The log as it was found. */
  readonly copy: string;
}

const HEADER_BYTES = 32;
const FRAME_HEADER_BYTES = 24;
const MAGIC_LITTLE_ENDIAN = 0x377f0682;
const MAGIC_BIG_ENDIAN = 0x377f0683;
const PAGE_SIZE_AT = 8;
const SALTS_AT = 16;
const CHECKSUM_AT = 24;
/** In a frame's header. */
const PAGES_AFTER_COMMIT_AT = 4;
const FRAME_SALTS_AT = 8;
const FRAME_CHECKSUM_AT = 16;

/**
 * Copies a damaged log aside. To be called when the database is locked and nothing has been written:
 * before that another engine may be writing to the log, and after it SQLite has overwritten it.
 */
export function keepDamagedLog(databasePath: string): LogDamage | undefined {
  const path = `${databasePath}-wal`;
  let commits: number;
  try {
    commits = droppedCommits(readFileSync(path));
  } catch {
    // There is no log, or SQLite will say what is wrong with it.
    return undefined;
  }
  if (commits === 0) return undefined;
  const copy = `${path}.damaged`;
  copyFileSync(path, copy);
  return { commits, copy };
}

export function describeLogDamage({ commits, copy }: LogDamage): string {
  const writes = commits === 1 ? 'The last write' : `The last ${String(commits)} writes`;
  return `${writes} before the engine last ended cannot be read, because its log is damaged; what came before is there. The log as it was is kept in ${copy}.`;
}

/**
 * The commits that stand in the log behind the first frame that is damaged, itself included. The last
 * of them may be one that was just being written, and so was never acknowledged.
 */
export function droppedCommits(log: Uint8Array): number {
  if (log.length <= HEADER_BYTES) return 0;
  const view = new DataView(log.buffer, log.byteOffset, log.length);
  const checksum = headerChecksum(view);
  // Damage to the header itself makes SQLite drop all of the log.
  const pageBytes = checksum === undefined ? PAGE_BYTES : view.getUint32(PAGE_SIZE_AT);
  const frameBytes = FRAME_HEADER_BYTES + pageBytes;
  const salts = saltsAt(view, checksum === undefined ? HEADER_BYTES + FRAME_SALTS_AT : SALTS_AT);
  let isSound = checksum !== undefined;
  let dropped = 0;
  for (let at = HEADER_BYTES; at + FRAME_HEADER_BYTES <= log.length; at += frameBytes) {
    const isOfThisLog = saltsAt(view, at + FRAME_SALTS_AT) === salts;
    if (isSound) {
      isSound = isOfThisLog && at + frameBytes <= log.length && isFrameSound(view, at, checksum);
    }
    if (!isSound && isOfThisLog && view.getUint32(at + PAGES_AFTER_COMMIT_AT) !== 0) dropped += 1;
  }
  return dropped;

  function isFrameSound(frames: DataView, at: number, sum: Checksum | undefined): boolean {
    if (sum === undefined) return false;
    sum.add(frames, at, FRAME_SALTS_AT);
    sum.add(frames, at + FRAME_HEADER_BYTES, frameBytes - FRAME_HEADER_BYTES);
    return sum.stands(frames, at + FRAME_CHECKSUM_AT);
  }
}

/** The running checksum behind the header; undefined when the header is damaged. */
function headerChecksum(view: DataView): Checksum | undefined {
  const magic = view.getUint32(0);
  if (magic !== MAGIC_LITTLE_ENDIAN && magic !== MAGIC_BIG_ENDIAN) return undefined;
  const checksum = new Checksum(magic === MAGIC_LITTLE_ENDIAN);
  checksum.add(view, 0, CHECKSUM_AT);
  return checksum.stands(view, CHECKSUM_AT) ? checksum : undefined;
}

function saltsAt(view: DataView, at: number): bigint {
  return at + 8 <= view.byteLength ? view.getBigUint64(at) : 0n;
}

/** SQLite's checksum: two sums that feed each other, over pairs of 32-bit words. */
class Checksum {
  private readonly littleEndian: boolean;
  private first = 0;
  private second = 0;

  constructor(littleEndian: boolean) {
    this.littleEndian = littleEndian;
  }

  add(view: DataView, from: number, bytes: number): void {
    let { first, second } = this;
    for (let at = from; at < from + bytes; at += 8) {
      first = (first + view.getUint32(at, this.littleEndian) + second) >>> 0;
      second = (second + view.getUint32(at + 4, this.littleEndian) + first) >>> 0;
    }
    this.first = first;
    this.second = second;
  }

  stands(view: DataView, at: number): boolean {
    return view.getUint32(at) === this.first && view.getUint32(at + 4) === this.second;
  }
}
