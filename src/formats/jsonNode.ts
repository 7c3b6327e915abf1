import { isJson } from './jsonText.ts';

/**
 * The structure of a JSON text, each part with its own text as it was written: nothing is rounded,
 * put in another order or left out, as values that a parser builds would be.
 */
export type JsonNode = { readonly text: string } & (
  | { readonly kind: 'object'; readonly members: readonly JsonMember[] }
  | { readonly kind: 'array'; readonly items: readonly JsonNode[] }
  | { readonly kind: 'string' | 'number' | 'keyword' }
);

export interface JsonMember {
  /** With its quotes and escapes. */
  readonly name: string;
  readonly value: JsonNode;
}

/** Deeper ones are made to exhaust the stack; DynamoDB's deepest items have 32 levels. */
const DEPTH_MAX = 200;

/** Undefined when it is not a JSON object or array, or is nested too deeply. */
export function parseJsonNode(text: string): JsonNode | undefined {
  return isJson(text) ? new Reader(text).read() : undefined;
}

/** The value of a member by its name, the last one where there are several, as JSON.parse has it. */
export function memberOf(node: JsonNode, name: string): JsonNode | undefined {
  if (node.kind !== 'object') return undefined;
  return node.members.findLast((member) => JSON.parse(member.name) === name)?.value;
}

export function stringOf(node: JsonNode | undefined): string | undefined {
  return node?.kind === 'string' ? (JSON.parse(node.text) as string) : undefined;
}

/** Reads text that is known to be JSON. */
class Reader {
  private readonly text: string;
  private at = 0;
  private depth = 0;

  constructor(text: string) {
    this.text = text;
  }

  read(): JsonNode | undefined {
    this.skipSpace();
    const start = this.at;
    const first = this.text.charAt(start);
    if (first === '{' || first === '[') {
      if (this.depth >= DEPTH_MAX) return undefined;
      this.depth++;
      this.at++;
      const node = first === '{' ? this.object(start) : this.array(start);
      this.depth--;
      return node;
    }
    if (first === '"') return { kind: 'string', text: this.string() };
    while (/[^\s,\]}]/.test(this.text.charAt(this.at))) this.at++;
    const text = this.text.slice(start, this.at);
    return { kind: /^[-\d]/.test(text) ? 'number' : 'keyword', text };
  }

  private object(start: number): JsonNode | undefined {
    const members: JsonMember[] = [];
    while (!this.closes('}')) {
      const name = this.string();
      this.skipSpace();
      this.at++;
      const value = this.read();
      if (!value) return undefined;
      members.push({ name, value });
    }
    return { kind: 'object', text: this.text.slice(start, this.at), members };
  }

  private array(start: number): JsonNode | undefined {
    const items: JsonNode[] = [];
    while (!this.closes(']')) {
      const item = this.read();
      if (!item) return undefined;
      items.push(item);
    }
    return { kind: 'array', text: this.text.slice(start, this.at), items };
  }

  /** Goes past the bracket, or past the comma before the next part. */
  private closes(bracket: string): boolean {
    this.skipSpace();
    if (this.text.charAt(this.at) === ',') this.at++;
    this.skipSpace();
    if (this.text.charAt(this.at) !== bracket) return false;
    this.at++;
    return true;
  }

  private string(): string {
    const start = this.at;
    let end = start;
    do end = this.text.indexOf('"', end + 1);
    while (this.isEscaped(end));
    this.at = end + 1;
    return this.text.slice(start, this.at);
  }

  /** A quote is escaped when an odd number of backslashes stands before it. */
  private isEscaped(quoteAt: number): boolean {
    let backslashes = 0;
    while (this.text.charAt(quoteAt - 1 - backslashes) === '\\') backslashes++;
    return backslashes % 2 === 1;
  }

  private skipSpace(): void {
    while (/[ \t\n\r]/.test(this.text.charAt(this.at))) this.at++;
  }
}
