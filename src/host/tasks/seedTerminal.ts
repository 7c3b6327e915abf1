import * as vscode from 'vscode';
import { messageOf } from '../../base/errors.ts';
import type { EngineController } from '../engine/engineController.ts';
import { applySeed } from '../engine/seedFile.ts';

/**
 * A task's terminal: starts the engine, applies the seed file, says what it did, and ends, with 0
 * when everything in the file is ACTIVE. The engine runs on, so a launch configuration that has this
 * as its preLaunchTask finds its streams.
 */
export class SeedTerminal implements vscode.Pseudoterminal {
  private readonly writeEmitter = new vscode.EventEmitter<string>();
  private readonly closeEmitter = new vscode.EventEmitter<number>();
  readonly onDidWrite = this.writeEmitter.event;
  readonly onDidClose = this.closeEmitter.event;

  private readonly engine: EngineController;
  private readonly seedFile: vscode.Uri;
  private readonly onApplied: () => void;
  private isClosed = false;

  constructor(engine: EngineController, seedFile: vscode.Uri, onApplied: () => void) {
    this.engine = engine;
    this.seedFile = seedFile;
    this.onApplied = onApplied;
  }

  open(): void {
    this.run().then(
      () => this.end(0),
      (error: unknown) => {
        // The problem matcher $kinesis-seed reads this line; it takes one problem a file.
        const problems = messageOf(error).replaceAll('\n', ' ');
        this.say(`${this.seedFile.fsPath}: error: ${problems}`);
        this.end(1);
      },
    );
  }

  /** The person closed the terminal. What is being made is made all the same. */
  close(): void {
    this.isClosed = true;
    this.writeEmitter.dispose();
    this.closeEmitter.dispose();
  }

  private async run(): Promise<void> {
    const { http } = await this.engine.start();
    this.say(`The local engine serves at ${http}`);
    const { made, existing } = await applySeed(this.engine, this.seedFile);
    for (const thing of made) this.say(`made    ${thing}`);
    for (const thing of existing) this.say(`exists  ${thing}`);
    this.say('Everything is ACTIVE.');
    this.onApplied();
  }

  private say(line: string): void {
    if (!this.isClosed) this.writeEmitter.fire(`${line}\r\n`);
  }

  private end(code: number): void {
    if (!this.isClosed) this.closeEmitter.fire(code);
  }
}
