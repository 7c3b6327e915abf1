import { makeVisible } from '../../formats/visibleText.ts';
import { type PayloadDecoder, valueOf } from '../decoding.ts';
import { compileJsonPath, findOrNothing, type JsonPath } from '../jsonPath.ts';
import { CELLS_BYTES_MAX, CELL_CHARS_MAX, CELL_PATHS_MAX } from '../limits.ts';

/** Fills the columns that a JSON path makes, for one page of rows. */
export class CellReader {
  private readonly decoder: PayloadDecoder;
  private readonly paths: readonly (JsonPath | undefined)[];
  private bytesRead = 0;

  /** A path that is none finds nothing: a layout that was kept may be of another version. */
  constructor(decoder: PayloadDecoder, paths: readonly string[]) {
    this.decoder = decoder;
    this.paths = paths.slice(0, CELL_PATHS_MAX).map(compiled);
  }

  /** Whether so much was read that the page should end here, and the rest be asked for anew. */
  get isSpent(): boolean {
    return this.bytesRead >= CELLS_BYTES_MAX;
  }

  /** One line for each path, at most `CELL_CHARS_MAX` long. */
  read(data: Uint8Array): string[] {
    return this.find(data).map((found) => cellText(found));
  }

  /** The same whole and exactly as it is, for copying. */
  readWhole(data: Uint8Array): string[] {
    return this.find(data).map((found) =>
      typeof found === 'string' ? found : jsonStart(found, Number.POSITIVE_INFINITY),
    );
  }

  private find(data: Uint8Array): unknown[] {
    if (this.paths.length === 0) return [];
    this.bytesRead += data.length;
    const value = valueOf(this.decoder.decode(data));
    return this.paths.map((path) =>
      value === undefined || !path ? undefined : findOrNothing(path, value),
    );
  }
}

function compiled(path: string): JsonPath | undefined {
  try {
    return compileJsonPath(path);
  } catch {
    return undefined;
  }
}

/** What a path found, on one line: a text without its quotes, anything else as JSON. */
export function cellText(found: unknown, charsMax = CELL_CHARS_MAX): string {
  const text =
    typeof found === 'string' ? found.slice(0, charsMax + 1) : jsonStart(found, charsMax);
  return makeVisible(text.length > charsMax ? `${text.slice(0, charsMax - 1)}…` : text);
}

/** The beginning of the JSON, at least `charsMax` characters of it if there are as many. */
export function jsonStart(value: unknown, charsMax: number): string {
  if (value === undefined) return '';
  if (typeof value === 'string') return JSON.stringify(value.slice(0, charsMax + 1));
  if (typeof value === 'bigint') return value.toString();
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const isArray = Array.isArray(value);
  let text = isArray ? '[' : '{';
  for (const [index, [name, item]] of Object.entries(value).entries()) {
    if (text.length > charsMax) return text;
    if (index > 0) text += ',';
    if (!isArray) text += `${JSON.stringify(name)}:`;
    text += jsonStart(item, charsMax - text.length);
  }
  return text + (isArray ? ']' : '}');
}
