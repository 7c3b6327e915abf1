const STEP = /\.([A-Za-z_]\w*)|\[(\d+)\]|\['((?:[^'\\]|\\.)*)'\]|\["((?:[^"\\]|\\.)*)"\]/y;

/**
 * A JSON path that leads to one value, as `pathOf` of the tree writes it; undefined of one that may
 * lead to several. The leading `$.` may be left out, as in a condition.
 */
export function singularPath(path: string): string | undefined {
  const whole = path.startsWith('$') ? path : `$.${path}`;
  let normal = '$';
  for (let at = 1; at < whole.length; at = STEP.lastIndex) {
    STEP.lastIndex = at;
    const match = STEP.exec(whole);
    if (!match) return undefined;
    const [, name, index, single, double] = match;
    const quoted = single ?? double;
    if (index !== undefined) normal += `[${index}]`;
    else if (name !== undefined) normal += `.${name}`;
    else if (quoted === undefined || quoted.includes('\\')) return undefined;
    else normal += /^[A-Za-z_]\w*$/.test(quoted) ? `.${quoted}` : `['${quoted}']`;
  }
  return normal;
}
