/**
 * Payloads are hostile: control characters, invisible characters and direction overrides could make
 * a record look like another one. Each is replaced by something that can be seen. The two joiners
 * stay, because emoji and several scripts are written with them.
 */
const HIDDEN = /(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;
const HIDDEN_EXCEPT_LAYOUT = /(?![\n\t\u200c\u200d])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

/** For one line: every hidden character becomes a symbol. */
export function makeVisible(text: string): string {
  return text.replace(HIDDEN, symbolOf);
}

/** For a block of text: line feeds and tabs keep their effect. */
export function makeBlockVisible(text: string): string {
  return text.replace(HIDDEN_EXCEPT_LAYOUT, symbolOf);
}

/** `↵` and `⇥` for what is common, which every font has; `␀` for NUL, from Unicode's Control Pictures; `⟨U+202E⟩` for what has no picture. */
function symbolOf(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (character === '\n') return '↵';
  if (character === '\t') return '⇥';
  if (code < 0x20) return String.fromCodePoint(0x2400 + code);
  if (code === 0x7f) return '␡';
  return `⟨U+${code.toString(16).toUpperCase().padStart(4, '0')}⟩`;
}
