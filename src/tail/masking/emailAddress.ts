import { type Hit, MASK, type TextRule } from './textRule.ts';

/** The most that the standard allows (RFC 5321, 4.5.3.1); longer runs are no addresses. */
const LOCAL_CHARS_MAX = 64;
const DOMAIN_CHARS_MAX = 255;
const LOCAL = /[\p{L}\p{N}.!#$%&'*+/=?^_`{|}~-]/u;
const DOMAIN =
  /^[\p{L}\p{N}](?:[\p{L}\p{N}-]*[\p{L}\p{N}])?(?:\.[\p{L}\p{N}](?:[\p{L}\p{N}-]*[\p{L}\p{N}])?)+/u;
const DOMAIN_CHARACTERS = /^[\p{L}\p{N}.-]*/u;

/** E-mail addresses. The domain stays. */
export const emailAddressRule: TextRule = {
  name: 'e-mail addresses',
  find(text) {
    const hits: Hit[] = [];
    for (let at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
      const hit = addressAround(text, at, hits.at(-1)?.end ?? 0);
      if (hit) hits.push(hit);
    }
    return hits;
  },
};

function addressAround(text: string, at: number, from: number): Hit | undefined {
  let start = at;
  const first = Math.max(from, at - LOCAL_CHARS_MAX);
  while (start > first && LOCAL.test(text.charAt(start - 1))) start--;
  if (start === at) return undefined;
  const after = text.slice(at + 1, at + 1 + DOMAIN_CHARS_MAX);
  const domain = DOMAIN.exec(DOMAIN_CHARACTERS.exec(after)?.[0] ?? '')?.[0];
  if (domain === undefined) return undefined;
  const end = at + 1 + domain.length;
  return { start, end, shown: `${MASK}@${domain}`, value: text.slice(start, end).toLowerCase() };
}
