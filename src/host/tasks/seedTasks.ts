import * as vscode from 'vscode';
import type { Disposable } from '../../base/lifecycle.ts';
import type { EngineController } from '../engine/engineController.ts';
import { SEED_FILES_GLOB } from '../engine/seedFile.ts';
import { SEED_TASKS_MAX } from '../limits.ts';
import { SeedTerminal } from './seedTerminal.ts';

const TASK_TYPE = 'kinesis';
const PROBLEM_MATCHER = '$kinesis-seed';

/** The tasks of type `kinesis`: one for each seed file that the workspace has, and those of tasks.json. */
export function registerSeedTasks(engine: EngineController, onApplied: () => void): Disposable {
  return vscode.tasks.registerTaskProvider(TASK_TYPE, {
    async provideTasks(token) {
      const files = await vscode.workspace.findFiles(
        SEED_FILES_GLOB,
        '**/node_modules/**',
        SEED_TASKS_MAX,
        token,
      );
      return files.flatMap((uri) => {
        const folder = vscode.workspace.getWorkspaceFolder(uri);
        if (folder === undefined) return [];
        const seed = vscode.workspace.asRelativePath(uri, false);
        return [taskOf({ type: TASK_TYPE, seed }, folder, seed)];
      });
    },
    resolveTask(task) {
      const { definition, scope } = task;
      if (typeof definition['seed'] !== 'string') return undefined;
      return taskOf(definition, scope ?? vscode.TaskScope.Workspace, definition['seed']);
    },
  });

  function taskOf(
    definition: vscode.TaskDefinition,
    scope: vscode.WorkspaceFolder | vscode.TaskScope,
    seed: string,
  ): vscode.Task {
    const execution = new vscode.CustomExecution(async (resolved) => {
      const file = seedUri(String(resolved['seed']), scope);
      return new SeedTerminal(engine, file, onApplied);
    });
    const task = new vscode.Task(definition, scope, `seed ${seed}`, TASK_TYPE, execution, [
      PROBLEM_MATCHER,
    ]);
    task.presentationOptions = { reveal: vscode.TaskRevealKind.Silent };
    return task;
  }
}

/** A path below the task's folder, or an absolute one, as `${workspaceFolder}` gives it. */
function seedUri(path: string, scope: vscode.WorkspaceFolder | vscode.TaskScope): vscode.Uri {
  const folder = typeof scope === 'object' ? scope : vscode.workspace.workspaceFolders?.[0];
  const isAbsolute = /^([/\\]|[A-Za-z]:)/.test(path);
  return folder === undefined || isAbsolute
    ? vscode.Uri.file(path)
    : vscode.Uri.joinPath(folder.uri, path);
}
