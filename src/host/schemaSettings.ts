import { type ReadSetting, SECTION } from './settings.ts';

export interface SchemaSettings {
  /**
   * Files by what names a schema: the id of a Glue schema version, an id of a Confluent registry, or
   * a stream. `schemas/truck.avsc#com.acme.Truck` names a type in the file.
   */
  readonly files: ReadonlyMap<string, string>;
  /** Of a Confluent registry, without the slash at its end; undefined when there is none. */
  readonly registryUrl: string | undefined;
}

/** The defaults of package.json, which a test holds against these. */
export function parseSchemaSettings(read: ReadSetting): {
  settings: SchemaSettings;
  problems: string[];
} {
  const problems: string[] = [];
  const files = filesOf(read('schemas'), problems);
  const registryUrl = urlOf(read('schemaRegistry.url'), problems);
  return { settings: { files, registryUrl }, problems };
}

function filesOf(value: unknown, problems: string[]): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  if (value === undefined) return files;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    problems.push(`The setting ${SECTION}.schemas is not an object; none is used.`);
    return files;
  }
  for (const [name, file] of Object.entries(value)) {
    if (typeof file === 'string' && /\.(avsc|proto)(#|$)/.test(file)) files.set(name, file);
    else {
      problems.push(
        `The schema of "${name}" in the settings is not the path of an .avsc or .proto file.`,
      );
    }
  }
  return files;
}

/** Schemas become code, so they do not travel over a network unprotected. */
function urlOf(value: unknown, problems: string[]): string | undefined {
  if (value === undefined || value === '') return undefined;
  const url = typeof value === 'string' && URL.canParse(value) ? new URL(value) : undefined;
  const isLoopback = /^(localhost|127(\.\d+){3}|\[::1\])$/.test(url?.hostname ?? '');
  if (url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopback)) {
    url.username = url.password = url.search = url.hash = '';
    return url.href.replace(/\/+$/, '');
  }
  const wanted = 'a URL that starts with https://, or with http:// on this machine';
  problems.push(`The setting ${SECTION}.schemaRegistry.url is not ${wanted}; none is used.`);
  return undefined;
}
