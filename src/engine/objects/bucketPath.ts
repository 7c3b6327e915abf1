/**
 * Where an object stands in the folder that stands for S3. Bucket names and keys come from a request
 * and end as file names, so every part is encoded: `.`, `..`, empty parts, backslashes, characters
 * that some file system forbids and names that Windows reserves become `%` and hex digits. Two keys
 * never share a path, and no path leaves the folder.
 */
export function bucketPath(bucket: string, key: string): string[] {
  return [...fileNames(bucket), ...key.split('/').flatMap(fileNames)];
}

/** File systems allow 255 bytes a name; a longer part goes on in a subfolder, marked by a bare `%`. */
const NAME_BYTES_MAX = 200;

const RESERVED_ON_WINDOWS = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i;
const FORBIDDEN = /[%<>:"\\|?*\p{Cc}]/gu;

function fileNames(part: string): string[] {
  const names: string[] = [];
  let current = '';
  for (const unit of encodedUnits(part)) {
    if (Buffer.byteLength(current) + Buffer.byteLength(unit) > NAME_BYTES_MAX) {
      names.push(`${current}%`);
      current = '';
    }
    current += unit;
  }
  return [...names, current];
}

/** The part's characters, encoded where they must be; never torn apart when a name is cut. */
function encodedUnits(part: string): string[] {
  if (part === '') return ['%_'];
  const units = Array.from(Buffer.from(part).toString(), (unit) =>
    unit.replace(FORBIDDEN, percent),
  );
  const [first = ''] = units;
  const last = units.at(-1) ?? '';
  if (RESERVED_ON_WINDOWS.test(part) || part === '.' || part === '..') units[0] = percent(first);
  // Windows drops dots and spaces at the end of a name.
  if (last === '.' || last === ' ') units[units.length - 1] = percent(last);
  return units;
}

function percent(character: string): string {
  if (character.startsWith('%') && character.length > 1) return character;
  return [...Buffer.from(character)]
    .map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`)
    .join('');
}
