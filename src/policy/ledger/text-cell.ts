/**
 * What may not stand first in a cell of text. Spreadsheets run a text that begins with `=`, `+`, `-`, `@`, a tab or a
 * carriage return as a formula (OWASP, "CSV Injection"); `#` would make a comment of the line, and `*` is every workload.
 */
const guarded = /^'*[=+\-@\t\r#*]/;

/** The text with an apostrophe before it where a spreadsheet would run it; `readText` takes exactly that one away. */
export function writeText(text: string): string {
  return guarded.test(text) ? `'${text}` : text;
}

export function readText(cell: string): string {
  return cell.startsWith("'") && guarded.test(cell) ? cell.slice(1) : cell;
}
