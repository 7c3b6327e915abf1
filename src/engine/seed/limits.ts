/** The bounds of a seed file. */

/** A file that a person writes; the largest reasonable one has a few hundred kilobytes. */
export const SEED_FILE_BYTES_MAX = 1 << 20;

/** Entries of each list: what is made one after the other within seconds. */
export const SEED_ENTRIES_MAX = 200;

/** Problems that are told at once; nobody reads more before the first are mended. */
export const SEED_PROBLEMS_MAX = 50;

/** Streams on their way to ACTIVE at once: the service's quota. */
export const SEED_CREATING_MAX = 5;

/** How often something that is being made is looked at again. */
export const SEED_POLL_INTERVAL_MS = 20;

/** Looks at a quota that others use up, 20 ms apart: two seconds. */
export const SEED_RETRIES_MAX = 100;
