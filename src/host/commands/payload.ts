import * as vscode from 'vscode';
import { ExpectedError } from '../../base/errors.ts';
import { type Choice, type Step, askChoice, askText } from '../input/prompts.ts';

type Source = 'selection' | 'file' | 'typed';

/** The data to put: typed text, the editor's selection, or the active file with unsaved changes. */
export async function askPayload(step: Step, bytesMax: number): Promise<Uint8Array> {
  const source = await askSource(step);
  const data = await read(source, step);
  if (data.length > bytesMax) {
    const message = `A record holds at most ${bytesMax.toLocaleString('en-US')} bytes; this has ${data.length.toLocaleString('en-US')}`;
    throw new ExpectedError('invalidInput', message);
  }
  return data;
}

async function askSource(step: Step): Promise<Source> {
  const choices: Choice<Source>[] = [];
  const editor = vscode.window.activeTextEditor;
  if (editor && !editor.selection.isEmpty) {
    const count = editor.document.getText(editor.selection).length;
    choices.push({
      label: 'Selection of the editor',
      description: `${count} characters`,
      value: 'selection',
    });
  }
  choices.push({ label: 'Typed text', value: 'typed' });
  const uri = activeFile();
  if (uri) {
    const description = vscode.workspace.asRelativePath(uri);
    choices.push({ label: 'Active file', description, value: 'file' });
  }
  return choices.length === 1 ? 'typed' : askChoice(step, 'What to put', choices);
}

async function read(source: Source, step: Step): Promise<Uint8Array> {
  const editor = vscode.window.activeTextEditor;
  if (source === 'selection' && editor) {
    return new TextEncoder().encode(editor.document.getText(editor.selection));
  }
  if (source === 'file') return readActiveFile();
  const text = await askText(step, {
    prompt: 'Data of the record',
    placeholder: '{"hello": "world"}',
  });
  return new TextEncoder().encode(text);
}

async function readActiveFile(): Promise<Uint8Array> {
  const uri = activeFile();
  if (!uri) throw new ExpectedError('invalidInput', 'No file is open in the active editor');
  const document = vscode.window.activeTextEditor?.document;
  // A text editor's own text, because it may not be saved; any other file byte by byte.
  if (document && document.uri.toString() === uri.toString()) {
    return new TextEncoder().encode(document.getText());
  }
  return vscode.workspace.fs.readFile(uri);
}

function activeFile(): vscode.Uri | undefined {
  const editor = vscode.window.activeTextEditor;
  if (editor) return editor.document.uri;
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  return input instanceof vscode.TabInputCustom ? input.uri : undefined;
}
