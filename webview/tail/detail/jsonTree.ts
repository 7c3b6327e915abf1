import { isJson } from '../../../src/formats/jsonText.ts';

/**
 * The values of a JSON text in the order in which they stand in it, as places in that text: so each
 * is shown as it was written, with all its digits, duplicates and order. Node 0 is the whole.
 */
export interface JsonTree {
  readonly text: string;
  readonly nodes: readonly JsonNode[];
}

export interface JsonNode {
  readonly kind: 'object' | 'array' | 'string' | 'number' | 'keyword';
  readonly depth: number;
  /** -1 of the whole. */
  readonly parent: number;
  /** Its place among its parent's values, from 0. */
  readonly index: number;
  /** The key with its quotes; `start === end` where there is none. */
  readonly keyStart: number;
  readonly keyEnd: number;
  readonly start: number;
  end: number;
  /** Of an object or array: how many values it has itself. */
  childCount: number;
  /** One past the last node within it. */
  next: number;
}

/** Undefined when the text is no JSON object or array, or has more values than `nodesMax`. */
export function parseJsonTree(text: string, nodesMax: number): JsonTree | undefined {
  if (!isJson(text)) return undefined;
  const nodes = new Scanner(text, nodesMax).scan();
  return nodes && { text, nodes };
}

/** The nodes to list: all but those within one that is closed. The whole itself is listed too. */
export function listedNodes(tree: JsonTree, isOpen: (node: number) => boolean): number[] {
  const listed: number[] = [];
  for (let node = 0; node < tree.nodes.length;) {
    const { childCount, next } = tree.nodes[node] as JsonNode;
    listed.push(node);
    node = childCount > 0 && !isOpen(node) ? next : node + 1;
  }
  return listed;
}

/** Opens level by level while no more than `rowsMax` rows would be listed. */
export function nodesOpenAtFirst(tree: JsonTree, rowsMax: number): Set<number> {
  const open = new Set<number>();
  let level = [0];
  let rows = 1;
  while (level.length > 0) {
    const below: number[] = [];
    for (const node of level) {
      const { childCount } = tree.nodes[node] as JsonNode;
      if (childCount === 0) continue;
      if (rows + childCount > rowsMax && open.size > 0) continue;
      rows += childCount;
      open.add(node);
      if (childCount <= rowsMax) below.push(...childrenOf(tree, node));
    }
    level = below;
  }
  return open;
}

export function childrenOf(tree: JsonTree, node: number): number[] {
  const children: number[] = [];
  const end = tree.nodes[node]?.next ?? 0;
  for (let child = node + 1; child < end; child = tree.nodes[child]?.next ?? end) {
    children.push(child);
  }
  return children;
}

/** The key as it was written, without its quotes; the index in an array; '' of the whole. */
export function keyText({ text, nodes }: JsonTree, node: number): string {
  const { keyStart, keyEnd, parent, index } = nodes[node] as JsonNode;
  if (keyEnd > keyStart) return text.slice(keyStart + 1, keyEnd - 1);
  return parent < 0 ? '' : String(index);
}

/** The value as it was written. */
export function valueText({ text, nodes }: JsonTree, node: number): string {
  const { start, end } = nodes[node] as JsonNode;
  return text.slice(start, end);
}

/** The JSON path (RFC 9535) that finds the value: `$.a.b[0]['other key']`. */
export function pathOf(tree: JsonTree, node: number): string {
  const parts: string[] = [];
  for (let at = node; at > 0; at = tree.nodes[at]?.parent ?? 0) {
    const { keyStart, keyEnd, index } = tree.nodes[at] as JsonNode;
    if (keyEnd === keyStart) {
      parts.push(`[${index}]`);
      continue;
    }
    const key = JSON.parse(tree.text.slice(keyStart, keyEnd)) as string;
    parts.push(/^[A-Za-z_]\w*$/.test(key) ? `.${key}` : `[${quoted(key)}]`);
  }
  return `$${parts.reverse().join('')}`;
}

/** As JSON, but within single quotes. */
function quoted(key: string): string {
  const inner = JSON.stringify(key).slice(1, -1);
  return `'${inner.replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
}

/** The nodes whose key, or whose own value, has what is looked for. */
export function findInTree(
  tree: JsonTree,
  has: (text: string) => boolean,
  matchesMax: number,
): number[] {
  const found: number[] = [];
  for (let node = 0; node < tree.nodes.length && found.length < matchesMax; node++) {
    const { kind, keyStart, keyEnd } = tree.nodes[node] as JsonNode;
    const isLeaf = kind !== 'object' && kind !== 'array';
    if (keyEnd > keyStart && has(tree.text.slice(keyStart + 1, keyEnd - 1))) found.push(node);
    else if (isLeaf && has(valueText(tree, node))) found.push(node);
  }
  return found;
}

const SPACE = /[ \t\n\r]/;
const WORD_END = /[\s,\]}]/;

/** Walks a text that is known to be JSON; no call for a level, so that none can be too deep. */
class Scanner {
  private readonly text: string;
  private readonly nodesMax: number;
  private readonly nodes: JsonNode[] = [];
  private readonly open: number[] = [];
  private at = 0;
  private key: { start: number; end: number } | undefined;

  constructor(text: string, nodesMax: number) {
    this.text = text;
    this.nodesMax = nodesMax;
  }

  scan(): JsonNode[] | undefined {
    for (this.skipSpace(); this.at < this.text.length; this.skipSpace()) {
      if (this.nodes.length > this.nodesMax) return undefined;
      this.step(this.text.charAt(this.at));
    }
    return this.nodes;
  }

  private step(character: string): void {
    if (character === ',' || character === ':') this.at++;
    else if (character === '}' || character === ']') this.close();
    else if (character === '"') this.string();
    else if (character === '{') this.begin('object', this.at + 1);
    else if (character === '[') this.begin('array', this.at + 1);
    else this.word();
  }

  private string(): void {
    const start = this.at;
    const end = this.stringEnd();
    this.at = end;
    this.skipSpace();
    if (this.text.charAt(this.at) === ':' && this.key === undefined && this.isInObject()) {
      this.key = { start, end };
    } else {
      this.at = start;
      this.begin('string', end);
    }
  }

  private stringEnd(): number {
    let end = this.at + 1;
    for (let code = this.text.charAt(end); code !== '"'; code = this.text.charAt(end)) {
      end += code === '\\' ? 2 : 1;
    }
    return end + 1;
  }

  private word(): void {
    let end = this.at;
    while (end < this.text.length && !WORD_END.test(this.text.charAt(end))) end++;
    this.begin(/[-\d]/.test(this.text.charAt(this.at)) ? 'number' : 'keyword', end);
  }

  private begin(kind: JsonNode['kind'], end: number): void {
    const parent = this.open.at(-1) ?? -1;
    const owner = this.nodes[parent];
    const isContainer = kind === 'object' || kind === 'array';
    const { start: keyStart, end: keyEnd } = this.key ?? { start: this.at, end: this.at };
    this.nodes.push({
      kind,
      depth: this.open.length,
      parent,
      index: owner?.childCount ?? 0,
      keyStart,
      keyEnd,
      start: this.at,
      end,
      childCount: 0,
      next: this.nodes.length + 1,
    });
    if (owner) owner.childCount++;
    if (isContainer) this.open.push(this.nodes.length - 1);
    this.key = undefined;
    this.at = end;
  }

  private close(): void {
    this.at++;
    const closed = this.nodes[this.open.pop() ?? 0];
    if (!closed) return;
    closed.end = this.at;
    closed.next = this.nodes.length;
  }

  private isInObject(): boolean {
    return this.nodes[this.open.at(-1) ?? -1]?.kind === 'object';
  }

  private skipSpace(): void {
    while (SPACE.test(this.text.charAt(this.at))) this.at++;
  }
}
