import { PREVIEW_CHARS_MAX } from '../limits.ts';

/**
 * User records of one aggregate: 1 MiB of the smallest that make sense, of 16 bytes each. More are
 * made to fill the window.
 */
export const KPL_RECORDS_MAX = 65_536;

/** Formats within formats; real ones have three or four (base64, gzip, an envelope, JSON). */
export const DECODE_STEPS_MAX = 8;

/** Brackets within brackets in JSON that a decoder writes; deeper ones are made to exhaust the stack. */
export const JSON_DEPTH_MAX = 200;

/** What comes out of one step: 10 MiB, the largest record, and room for what unpacks to more. */
export const DECODED_BYTES_MAX = 16 * 1024 * 1024;

/** Text that comes out of a guess by chance is shorter: one in 100,000 has this many printable bytes. */
export const GUESSED_TEXT_BYTES_MIN = 12;

/**
 * For a line of the grid a payload of up to this size is decoded as a whole; it is most payloads,
 * and takes well below a tenth of a millisecond. Of a larger one only the start is decoded.
 */
export const START_WHOLE_BYTES_MAX = 16 * 1024;
export const START_BYTES_MAX = 64 * 1024;

/** What cannot be read from its start, such as MessagePack, is decoded as a whole up to this size. */
export const START_AGAIN_BYTES_MAX = 256 * 1024;

/** A cut payload is read as text up to here. */
export const START_TEXT_BYTES_MAX = PREVIEW_CHARS_MAX * 4;

/** A thousand times as much can come out of gzip; zstd has blocks of up to 128 KiB and starts with a whole one. */
export const START_PACKED_BYTES_MAX = 1024;
export const START_PACKED_BYTES_MIN = 16;
export const START_ZSTD_BYTES_MAX = 64 * 1024;
export const START_DECODED_BYTES_MAX = 256 * 1024;

/** The largest schema that a Glue registry takes has 170 kB; a file with many types has more. */
export const SCHEMA_CHARS_MAX = 1024 * 1024;

/** What a tail keeps ready; streams have a few, and with each deployment one more. */
export const SCHEMAS_MAX = 200;

/** The texts of these and of thousands more: a schema that had to make room is not fetched again. */
export const SCHEMA_TEXTS_CHARS_MAX = 16 * 1024 * 1024;

/** Of schemas that could not be had only that is kept, in about 200 bytes each. */
export const SCHEMA_FAILURES_MAX = 10_000;

/** Each time that schemas have come, all records are looked at again. */
export const SCHEMA_NEWS_MS = 1_000;

/** At once: random bytes that look like a frame must not become a storm of requests. */
export const SCHEMA_FETCHES_MAX = 4;
export const SCHEMA_FETCHES_PER_MINUTE_MAX = 240;

/** After which a schema that could not be had is tried again: a permission or a file may have come. */
export const SCHEMA_FAILURE_MS = 60_000;

/** Items of Avro that take no bytes, such as nulls: nobody sends many, and anybody could claim them. */
export const AVRO_EXTRA_ITEMS_MAX = 10_000;

/** Of a schema: types, fields and what else is in it; and how deep they lie in each other. */
export const AVRO_SCHEMA_NODES_MAX = 50_000;
export const AVRO_SCHEMA_DEPTH_MAX = 100;

/** Of the schema that a file brings, as anybody may put one: compiled in less than half a second. */
export const AVRO_FILE_SCHEMA_NODES_MAX = 2_000;

/** Schemas of files that stay compiled; a stream has a few. */
export const AVRO_FILE_SCHEMAS_MAX = 32;

/** Of 64 bits in steps of seven. (Apache Avro, "Specification", Binary encoding.) */
export const AVRO_LONG_BYTES_MAX = 10;

/**
 * Of a big number: 2,400 digits, where amounts have 38. Reading and writing one in decimal takes a time that grows
 * faster than it does: 10 s for one of 4 MiB.
 */
export const BIG_NUMBER_BYTES_MAX = 1024;
export const BIG_NUMBER_DIGITS_MAX = 2_400;

/** A longer one is not compiled for a line of the grid; this much takes 20 ms, once. */
export const START_SCHEMA_CHARS_MAX = 16 * 1024;

/** How deep a message of Protobuf lies within others. */
export const PROTOBUF_INDEXES_MAX = 32;
export const PROTOBUF_RAW_DEPTH_MAX = 32;
