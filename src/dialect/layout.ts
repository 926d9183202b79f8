/** Words that begin a line of their own, in a SELECT that takes several. */
const clauses = /^(?:FROM|WHERE|GROUP BY|ORDER BY|LIMIT|OFFSET|UNION ALL|JOIN|LEFT JOIN)\b/;

/** The same statement over several lines, for people: each SELECT and each clause begins a line, inner ones further in. */
export function layoutSql(text: string): string {
  const lines: string[] = [];
  /** For each open parenthesis, whether it holds a SELECT. */
  const open: boolean[] = [];
  let line = '';
  const depth = (): number => open.filter((each) => each).length;
  const breakLine = (): void => {
    if (line.trim() !== '') lines.push(line.trimEnd());
    line = '  '.repeat(depth());
  };
  for (const token of text.match(
    /'(?:[^']|'')*'|"(?:[^"]|"")*"|[A-Za-z_]+(?: (?:BY|ALL|JOIN)\b)?|\s+|[\s\S]/g,
  ) ?? []) {
    if (token === '(') {
      open.push(false);
      line += token;
    } else if (token === ')') {
      if (open.pop() === true) breakLine();
      line += token;
    } else if (token === 'SELECT' && open.length > 0 && line.endsWith('(')) {
      open[open.length - 1] = true;
      breakLine();
      line += token;
    } else {
      const atClause = clauses.test(token) && (open.length === 0 || open.at(-1) === true);
      if (atClause) breakLine();
      line += /^\s+$/.test(token) ? (line.trim() === '' ? '' : ' ') : token;
    }
  }
  breakLine();
  return lines.join('\n');
}
