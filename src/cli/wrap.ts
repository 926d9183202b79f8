/** Breaks a text into lines of at most `columns`, each after `indent`; a longer word keeps its own line. */
export function wrap(text: string, columns: number, indent = ''): string {
  const room = Math.max(20, Math.min(columns, 110) - indent.length);
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > room) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  lines.push(line);
  return lines.map((each) => indent + each).join('\n');
}
