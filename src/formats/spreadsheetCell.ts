/**
 * A cell that a spreadsheet takes for what it says. Payloads are not to be trusted, and a cell that
 * begins with = + - @ or a line break is a formula there, also behind blanks and quotes, which some
 * spreadsheets take off when text is pasted. An apostrophe goes before it, which they do not show. A
 * plain number is none. https://owasp.org/www-community/attacks/CSV_Injection
 */
export function harmlessCell(cell: string): string {
  return MAY_BE_FORMULA.test(cell) && !NUMBER.test(cell) ? `'${cell}` : cell;
}

const MAY_BE_FORMULA = /^(?:[\t\r\n]|["\s]*[=+\-@＝＋－＠])/u;
const NUMBER = /^[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/;
