/** Styles for standard output. Each has a meaning in words beside it: colour only helps the eye. */
export interface Paint {
  readonly bold: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly warn: (text: string) => string;
  readonly good: (text: string) => string;
}

const plain = (text: string): string => text;
const style =
  (open: number, close: number) =>
  (text: string): string =>
    text === '' ? '' : `\u001b[${open}m${text}\u001b[${close}m`;

/** The sixteen colours that every terminal has and lets its user choose. */
export function paintFor(color: boolean): Paint {
  if (!color) return { bold: plain, dim: plain, warn: plain, good: plain };
  return { bold: style(1, 22), dim: style(2, 22), warn: style(33, 39), good: style(32, 39) };
}
