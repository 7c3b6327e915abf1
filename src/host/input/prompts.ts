import * as vscode from 'vscode';
import { ExpectedError } from '../../base/errors.ts';

/** One step of a guided command: `title` names the command, `step` of `steps` says how far one is. */
export interface Step {
  readonly title: string;
  readonly step?: number;
  readonly steps?: number;
}

export interface Choice<T> extends vscode.QuickPickItem {
  readonly value: T;
}

/** Asks for one of the choices. Rejects with `cancelled` when the person leaves. */
export async function askChoice<T>(
  step: Step,
  placeholder: string,
  choices: readonly Choice<T>[] | Promise<readonly Choice<T>[]>,
): Promise<T> {
  const picked = await vscode.window.showQuickPick(choices, {
    title: titleOf(step),
    placeHolder: placeholder,
    matchOnDescription: true,
    ignoreFocusOut: true,
  });
  if (!picked) throw cancelled();
  return picked.value;
}

export interface TextQuestion {
  readonly prompt: string;
  readonly placeholder?: string;
  readonly value?: string;
  /** A sentence that says what is wrong, or undefined. */
  readonly validate?: (text: string) => string | undefined;
}

/** Asks for a line of text. Rejects with `cancelled` when the person leaves. */
export async function askText(step: Step, question: TextQuestion): Promise<string> {
  const text = await vscode.window.showInputBox({
    title: titleOf(step),
    prompt: question.prompt,
    ignoreFocusOut: true,
    ...(question.placeholder === undefined ? {} : { placeHolder: question.placeholder }),
    ...(question.value === undefined ? {} : { value: question.value }),
    validateInput: (value) => question.validate?.(value),
  });
  if (text === undefined) throw cancelled();
  return text;
}

/** A modal question for what cannot be undone. Rejects with `cancelled` unless it is confirmed. */
export async function confirm(message: string, detail: string, action: string): Promise<void> {
  const answer = await vscode.window.showWarningMessage(message, { modal: true, detail }, action);
  if (answer !== action) throw cancelled();
}

/** A modal question with several ways to go on. Rejects with `cancelled` unless one is chosen. */
export async function confirmOne<Action extends string>(
  message: string,
  detail: string,
  actions: readonly Action[],
): Promise<Action> {
  const options = { modal: true, detail };
  const answer = await vscode.window.showWarningMessage<Action>(message, options, ...actions);
  if (answer === undefined) throw cancelled();
  return answer;
}

export function cancelled(): ExpectedError {
  return new ExpectedError('cancelled', 'Cancelled');
}

function titleOf({ title, step, steps }: Step): string {
  return step === undefined ? title : `${title} (${step}/${steps ?? step})`;
}
