import type { Span } from './diagnostic.js';

const token =
  /[ \t\r\n]*(?:([{}[\],:])|("(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*")|(-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.])|(?:true|false|null)(?!\w)))/y;

/** Lists and objects that may be open at once; what reads a document descends into them. No AWS output has 20. */
const mostOpen = 1_000;

/** What may come next. */
type State = 'value' | 'first-element' | 'key' | 'first-key' | 'colon' | 'after-value' | 'end';

const expectations: Record<State, string> = {
  value: 'a value',
  'first-element': 'a value or `]`',
  key: 'a member name in double quotes',
  'first-key': 'a member name in double quotes or `}`',
  colon: '`:`',
  'after-value': '`,` or the closing bracket',
  end: 'the end of the text',
};

/**
 * Where a text stops being JSON (RFC 8259), and what could stand there; undefined when it is JSON that is not nested too deep. `JSON.parse` says
 * the place only for some of its errors, and in words that differ between engines.
 */
export function jsonFault(text: string): { span: Span; expected: string } | undefined {
  const open: ('{' | '[')[] = [];
  let state: State = 'value';
  let offset = 0;
  for (;;) {
    token.lastIndex = offset;
    const match = token.exec(text);
    const next: State | undefined =
      match === null ? undefined : step(state, open, match[1] ?? (match[2] === undefined ? '0' : '""'));
    if (match === null || next === undefined) return fault(text, offset, state);
    if (open.length > mostOpen) {
      const end = offset + match[0].length;
      return {
        span: { start: end - 1, end },
        expected: `no further list or object within ${mostOpen} others`,
      };
    }
    state = next;
    offset += match[0].length;
  }
}

function fault(text: string, offset: number, state: State): { span: Span; expected: string } | undefined {
  const start = offset + (/^[ \t\r\n]*/.exec(text.slice(offset))?.[0].length ?? 0);
  if (start >= text.length && state === 'end') return undefined;
  const word = /^[^\s,:[\]{}"]+/.exec(text.slice(start, start + 40))?.[0].length ?? 1;
  return { span: { start, end: Math.min(text.length, start + word) }, expected: expectations[state] };
}

/** The state after a token, or undefined when the token may not stand here. `0` stands for a number or a word. */
function step(state: State, open: ('{' | '[')[], mark: string): State | undefined {
  const inObject = open.at(-1) === '{';
  switch (state) {
    case 'value':
    case 'first-element':
      if (mark === ']' && state === 'first-element') return close(open);
      if (mark === '{' || mark === '[') {
        open.push(mark);
        return mark === '{' ? 'first-key' : 'first-element';
      }
      if (mark !== '0' && mark !== '""') return undefined;
      return open.length === 0 ? 'end' : 'after-value';
    case 'first-key':
    case 'key':
      if (mark === '}' && state === 'first-key') return close(open);
      return mark === '""' ? 'colon' : undefined;
    case 'colon':
      return mark === ':' ? 'value' : undefined;
    case 'after-value':
      if (mark === ',') return inObject ? 'key' : 'value';
      return mark === (inObject ? '}' : ']') ? close(open) : undefined;
    case 'end':
      return undefined;
  }
}

function close(open: ('{' | '[')[]): State {
  open.pop();
  return open.length === 0 ? 'end' : 'after-value';
}
