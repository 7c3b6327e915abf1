/** The bounds of injected faults. */

/** Each is looked at for every record of its stream; more than these means a loop gone wrong. */
export const FAULTS_MAX = 100;

/** Clients give up on an answer after a minute at the latest, and so does every load balancer. */
export const FAULT_DELAY_MS_MAX = 60_000;
export const FAULT_DELAY_MS_DEFAULT = 1_000;

/** How often one fault strikes at most, unless it is told nothing: a whole number that JSON can say. */
export const FAULT_COUNT_MAX = 1_000_000_000;

/** Seeds are unsigned 32-bit numbers because the generator's state is made of such. */
export const FAULT_SEED_MAX = 0xffff_ffff;

/** Shards whose place in the random sequence is remembered, per fault; the oldest are forgotten. */
export const FAULT_SEQUENCES_MAX = 20_000;
