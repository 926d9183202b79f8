/** Letters of Java's DateTimeFormatter, longest first, with what the same is in a strftime pattern. */
const javaLetters: readonly (readonly [string, string])[] = [
  ['yyyy', '%Y'],
  ['uuuu', '%Y'],
  ['MMMM', '%B'],
  ['EEEE', '%A'],
  ['MMM', '%b'],
  ['EEE', '%a'],
  ['SSS', '%g'],
  ['DDD', '%j'],
  ['yy', '%y'],
  ['MM', '%m'],
  ['dd', '%d'],
  ['HH', '%H'],
  ['hh', '%I'],
  ['mm', '%M'],
  ['ss', '%S'],
  ['M', '%m'],
  ['d', '%d'],
  ['H', '%H'],
  ['h', '%I'],
  ['m', '%M'],
  ['s', '%S'],
  ['a', '%p'],
];

/** A pattern of Java's DateTimeFormatter as strftime's, or the part of it that is not understood. */
export function strftimeOfJava(pattern: string): { pattern: string } | { unknown: string } {
  let out = '';
  for (let at = 0; at < pattern.length; ) {
    const rest = pattern.slice(at);
    const quoted = /^'([^']*)'/.exec(rest);
    const run = /^([A-Za-z])\1*/.exec(rest)?.[0];
    const known = javaLetters.find(([letters]) => letters === run);
    if (quoted !== null) {
      out += quoted[1] === '' ? "'" : (quoted[1] ?? '').replaceAll('%', '%%');
      at += quoted[0].length;
    } else if (known !== undefined) {
      out += known[1];
      at += known[0].length;
    } else if (run !== undefined || rest.startsWith("'")) {
      return { unknown: run ?? "'" };
    } else {
      out += rest.startsWith('%') ? '%%' : rest.charAt(0);
      at++;
    }
  }
  return { pattern: out };
}

/** Letters of strftime(3) that mean the same in an engine's pattern, and those that stand for several. */
const plainLetters = 'aAbBdHIjmMpSUWwyYzZ%u';
const composed: Readonly<Record<string, string>> = {
  F: '%Y-%m-%d',
  T: '%H:%M:%S',
  R: '%H:%M',
  D: '%m/%d/%y',
  h: '%b',
  n: '\n',
  t: '\t',
};

/** A strftime pattern as engines read it, or the part of it that is not understood. */
export function checkedStrftime(pattern: string): { pattern: string } | { unknown: string } {
  let unknown: string | undefined;
  const out = pattern.replace(/%([\s\S]?)/g, (all, letter: string) => {
    if (letter !== '' && plainLetters.includes(letter)) return all;
    const parts = composed[letter];
    if (parts === undefined) unknown ??= all;
    return parts ?? '';
  });
  return unknown === undefined ? { pattern: out } : { unknown };
}

/** Whether the name is one of the IANA time zone database. */
export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    // `Intl` has no other way to say that it does not know a name.
    return false;
  }
}
