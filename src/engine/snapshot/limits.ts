/** The bounds of snapshots. */

/** Objects in one snapshot: they are listed while the engine does nothing else. */
export const SNAPSHOT_OBJECTS_MAX = 100_000;
