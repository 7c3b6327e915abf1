import { AVRO_SCHEMA_DEPTH_MAX } from '../decoders/limits.ts';

const NAME = /^[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*$/;
/** What the library writes into the functions that it makes of a schema. */
const NAME_MEMBERS = new Set(['name', 'namespace', 'type', 'items', 'values']);

/**
 * Throws for a schema that the library should not see: too large, too deep, or with something for a
 * name that is none. A container file brings its own schema, so any record may bring one.
 */
export function checkAvroSchema(schema: unknown, nodesMax: number): void {
  const pending: { value: unknown; depth: number }[] = [{ value: schema, depth: 0 }];
  let nodes = 0;
  for (let next = pending.pop(); next; next = pending.pop()) {
    const { value, depth } = next;
    if (++nodes > nodesMax) throw new Error('The schema is too large');
    if (depth > AVRO_SCHEMA_DEPTH_MAX) throw new Error('The schema is nested too deep');
    if (typeof value !== 'object' || value === null) continue;
    for (const [member, inner] of Object.entries(value)) {
      if (typeof inner === 'string' && NAME_MEMBERS.has(member)) checkName(inner, member);
      // Defaults and what programs add are values, not parts of the schema.
      else if (member !== 'default') pending.push({ value: inner, depth: depth + 1 });
    }
  }
}

function checkName(name: string, member: string): void {
  if (name === '' && member === 'namespace') return;
  // The record class of the library would lose it.
  if (!NAME.test(name) || name.split('.').includes('__proto__')) {
    throw new Error(
      `The schema has a ${member} that is none: ${JSON.stringify(name.slice(0, 80))}`,
    );
  }
}
