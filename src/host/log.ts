import * as vscode from 'vscode';

/** One channel for the whole extension; a line starts with its room, the variable part comes last. */
export class Log implements vscode.Disposable {
  private readonly channel = vscode.window.createOutputChannel('Kinesis Workbench', { log: true });

  debug(room: string, text: string, variable = ''): void {
    this.channel.debug(line(room, text, variable));
  }

  info(room: string, text: string, variable = ''): void {
    this.channel.info(line(room, text, variable));
  }

  warn(room: string, text: string, variable = ''): void {
    this.channel.warn(line(room, text, variable));
  }

  error(room: string, text: string, error: unknown): void {
    const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
    this.channel.error(line(room, text, detail));
  }

  show(): void {
    this.channel.show(true);
  }

  dispose(): void {
    this.channel.dispose();
  }
}

function line(room: string, text: string, variable: string): string {
  return variable === '' ? `${room}: ${text}` : `${room}: ${text}: ${variable}`;
}
