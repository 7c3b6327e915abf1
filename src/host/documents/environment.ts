import { unreachable } from '../../base/errors.ts';

export type Environment = Readonly<Record<string, string>>;
export type EnvironmentStyle = 'shell' | 'powershell' | 'dotenv' | 'launch';

/** The same variables, written for different places. */
export function formatEnvironment(environment: Environment, style: EnvironmentStyle): string {
  const entries = Object.entries(environment);
  switch (style) {
    case 'shell':
      return lines(entries.map(([name, value]) => `export ${name}=${quoteForShell(value)}`));
    case 'powershell':
      return lines(
        entries.map(([name, value]) => `$env:${name} = '${value.replaceAll("'", "''")}'`),
      );
    case 'dotenv':
      return lines(entries.map(([name, value]) => `${name}=${JSON.stringify(value)}`));
    case 'launch':
      return `"env": ${JSON.stringify(environment, undefined, 2)}`;
    default:
      return unreachable(style);
  }
}

function quoteForShell(value: string): string {
  return /^[\w./:@-]+$/.test(value) ? value : `'${value.replaceAll("'", `'\\''`)}'`;
}

function lines(all: string[]): string {
  return `${all.join('\n')}\n`;
}
