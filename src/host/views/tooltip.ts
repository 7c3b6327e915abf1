/**
 * Markdown that shows the texts as they are, each a paragraph, the title in bold; what is empty is
 * left out. Names and descriptions come from whatever answers at an endpoint, which must not be able
 * to put links or remote images into the window.
 */
export function tooltipMarkdown(
  title: string,
  lines: readonly (string | false | undefined)[],
): string {
  const paragraphs = lines.filter((line) => typeof line === 'string' && line !== '');
  return [`**${escape(title)}**`, ...paragraphs.map((line) => escape(String(line)))].join('\n\n');
}

/** CommonMark takes a backslash before any ASCII punctuation as "this character itself". */
function escape(text: string): string {
  return text.replaceAll(/\s+/g, ' ').replaceAll(/[!-/:-@[-`{-~]/g, '\\$&');
}
