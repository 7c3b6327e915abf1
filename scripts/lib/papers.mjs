/**
 * README and CHANGELOG as the package has them. VS Code and the Marketplace show them apart from the
 * repository: no link to a file of it can be followed there, and no picture of it be seen.
 */
const REPOSITORY_ONLY = /<!-- repository only -->.*?<!-- end of repository only -->\n*/gs;
/** To a file, with what stands there for it; a picture is none. */
const LINK = /(?<!!)\[([^\]]*)\]\(((?!\w+:|#)[^)]+)\)/g;

/** @param {string} text Markdown. */
export function paperOf(text) {
  return text.replace(REPOSITORY_ONLY, '').replace(LINK, (_, words, path) => {
    const place = `\`${path}\` of the repository`;
    return words === path ? place : `${words} (${place})`;
  });
}
