const magic = /[*?[{]/;

/** Whether a path holds a character that only a pattern has. */
export function isGlob(path: string): boolean {
  return magic.test(path);
}

/** The folder above the first part of a pattern that is not literal. */
export function literalStart(pattern: string): string {
  const parts = pattern.split('/');
  const first = parts.findIndex((part) => magic.test(part));
  return parts.slice(0, first < 0 ? parts.length : first).join('/') || '/';
}

/**
 * A glob as shells know it: `*` and `?` within a name, `**` over folders, `[a-c]`, `[!a]`, `{one,two}`. Node 20 has no
 * matcher of its own.
 */
export function globToRegExp(pattern: string): RegExp {
  let text = '';
  let braces = 0;
  for (let at = 0; at < pattern.length; at++) {
    const char = pattern[at] ?? '';
    if (pattern.startsWith('**/', at)) {
      text += '(?:[^/]+/)*';
      at += 2;
    } else if (pattern.startsWith('**', at)) {
      text += '.*';
      at += 1;
    } else if (char === '*') text += '[^/]*';
    else if (char === '?') text += '[^/]';
    else if (char === '[' && pattern.includes(']', at + 2)) {
      const end = pattern.indexOf(']', at + 2);
      const set = pattern.slice(at + 1, end).replaceAll('\\', '\\\\');
      text += `[${set.startsWith('!') ? `^${set.slice(1)}` : set}]`;
      at = end;
    } else if (char === '{') {
      text += '(?:';
      braces += 1;
    } else if (char === '}' && braces > 0) {
      text += ')';
      braces -= 1;
    } else if (char === ',' && braces > 0) text += '|';
    else text += char.replace(/[.+^$()|\\{}[\]]/g, '\\$&');
  }
  return new RegExp(`^${text}${')'.repeat(braces)}$`);
}
