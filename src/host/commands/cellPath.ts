/** The JSON path of the column whose cell a menu was opened on; undefined elsewhere. */
export function cellPathOf(argument: unknown): { readonly path?: string } {
  if (typeof argument !== 'object' || argument === null || !('cellPath' in argument)) return {};
  return typeof argument.cellPath === 'string' ? { path: argument.cellPath } : {};
}
