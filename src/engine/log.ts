/** Lines for stderr: the room first, the variable part last. Never record data or credentials. */
export interface Log {
  info(line: string): void;
  error(line: string, cause?: unknown): void;
}

export function stderrLog(): Log {
  const write = (level: string, line: string): void => {
    process.stderr.write(`${new Date().toISOString()} ${level} ${line}\n`);
  };
  return {
    info: (line) => write('info', line),
    error: (line, cause) =>
      write('error', cause === undefined ? line : `${line} ${describe(cause)}`),
  };
}

export const silentLog: Log = { info: () => undefined, error: () => undefined };

function describe(cause: unknown): string {
  return cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
}
