/** Whether a tail hides what its rules find, in everything that leaves its window. */
export interface MaskingState {
  readonly isOn: boolean;
  /** What each rule hides, as a person names it. */
  readonly rules: readonly string[];
  /** Why the rules of the settings cannot be used: until they are mended everything is hidden. */
  readonly problem?: string;
}
