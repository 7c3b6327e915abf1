/** Where a text has something to hide, and what stands there instead. */
export interface Hit {
  readonly start: number;
  /** One past the last character. */
  readonly end: number;
  /** What may still be seen of it. */
  readonly shown: string;
  /** The same for all ways to write the same thing. */
  readonly value: string;
}

/** Finds what to hide in a text of any kind: a whole payload, a string of a JSON value, a key. */
export interface TextRule {
  /** As a person names what it hides. */
  readonly name: string;
  /** In order and apart from each other. Takes time in proportion to the text, whatever the text. */
  find(text: string): readonly Hit[];
}

/** Stands for what is hidden, of whatever length. */
export const MASK = '••••';
