import type { Match } from '../match.js';

/** One `content` of a rule with the words that follow it. */
export interface ContentMatch {
  /** Decoded; `|3a|` is a colon. */
  readonly content: string;
  readonly negated: boolean;
  nocase: boolean;
  startswith: boolean;
  endswith: boolean;
  dotprefix: boolean;
  /** Words such as `offset` that say where it stands; what they mean for a name is not judged. */
  elsewhere: boolean;
}

/** Whether the name that was asked for is what the contents say; which of several it was is not known. */
export function namesMatch(contents: readonly ContentMatch[], names: readonly string[]): Match {
  if (names.length === 0) return 'no-name';
  if (contents.some((each) => each.elsewhere)) return 'payload-not-logged';
  const matching = names.filter((name) => contents.every((each) => contentMatches(each, name)));
  if (matching.length === names.length) return true;
  return matching.length === 0 ? false : 'no-name';
}

/** `dotprefix` puts a dot before the name, so that `.example.com` is also `example.com` (Suricata User Guide). */
function contentMatches(each: ContentMatch, name: string): boolean {
  const subject = each.dotprefix ? `.${name}` : name;
  const wanted = each.nocase ? each.content.toLowerCase() : each.content;
  return found(each, subject, wanted) !== each.negated;
}

function found({ startswith, endswith }: ContentMatch, subject: string, wanted: string): boolean {
  if (startswith && endswith) return subject === wanted;
  if (startswith) return subject.startsWith(wanted);
  return endswith ? subject.endsWith(wanted) : subject.includes(wanted);
}

/** The text of a `content` without quotes, with its hexadecimal parts decoded; undefined when it is not written so. */
export function decodeContent(value: string): { content: string; negated: boolean } | undefined {
  const match = /^(!)?"((?:[^"\\]|\\.)*)"$/s.exec(value);
  if (match === null) return undefined;
  const parts = (match[2] ?? '').split('|');
  if (parts.length % 2 === 0) return undefined;
  let content = '';
  for (const [index, part] of parts.entries()) {
    if (index % 2 === 0) content += part.replaceAll(/\\(.)/g, '$1');
    else if (!/^\s*(?:[0-9a-fA-F]{2}\s*)*$/.test(part)) return undefined;
    else
      for (const [byte] of part.matchAll(/[0-9a-fA-F]{2}/g))
        content += String.fromCharCode(Number.parseInt(byte, 16));
  }
  return { content, negated: match[1] !== undefined };
}
