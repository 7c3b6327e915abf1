/** The settings files of the VS Codes that `npm start` and the tests open. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * Adds the settings that the file does not have yet. What stands in it stays: VS Code writes there
 * too, such as a connection that a person has added.
 * @param {string} file
 * @param {Record<string, unknown>} settings
 */
export async function addSettings(file, settings) {
  const before = await readSettings(file);
  // With comments, or half written, it is a person's work; it had our settings before.
  if (before === undefined) return;
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, JSON.stringify({ ...settings, ...before }, undefined, 2));
}

/**
 * @param {string} file
 * @returns {Promise<object | undefined>} Undefined when it is not plain JSON.
 */
async function readSettings(file) {
  try {
    const value = JSON.parse(await readFile(file, 'utf8'));
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch (error) {
    const isAbsent = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    return isAbsent ? {} : undefined;
  }
}
