// Draws what a command prints on a terminal as an SVG picture:
//   node scripts/terminal-picture.mjs OUTPUT.svg COLUMNS COMMAND ARG…
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';

const cell = { width: 8.4, height: 18 };
const margin = 16;
const theme = { paper: '#11161c', ink: '#d5dde5', dim: '#7d8b99' };
/** SGR foreground colours that the program uses, readable on the dark paper. */
const colours = {
  31: '#ff7b72',
  32: '#7ee787',
  33: '#e3b341',
  34: '#79c0ff',
  35: '#d2a8ff',
  36: '#76e3ea',
  37: '#f0f6fc',
  90: '#7d8b99',
  91: '#ffa198',
  92: '#aff5b4',
  93: '#f2cc60',
  94: '#a5d6ff',
  95: '#e2c5ff',
  96: '#b3f0ff',
};

const [output, columns, command, ...args] = process.argv.slice(2);
const run = spawnSync(command, args, {
  encoding: 'utf8',
  env: { ...process.env, COLUMNS: columns, CLICOLOR_FORCE: '1', NO_COLOR: undefined, TERM: 'xterm-256color' },
});
if (run.status !== 0) {
  process.stderr.write(run.stderr);
  process.exit(1);
}
// LINES bounds the height; a picture that is cut says so.
const printed = run.stdout.replace(/\n+$/, '').split('\n');
const most = Number(process.env.LINES ?? printed.length);
const cut = printed.length > most ? ['', `\u001b[2m… ${printed.length - most} more lines\u001b[0m`] : [];
const shown = [`$ ${['sluice', ...args.slice(1)].join(' ')}`, ...printed.slice(0, most), ...cut];
writeFileSync(output, draw(shown, Number(columns)));

function draw(lines, width) {
  const size = { width: width * cell.width + 2 * margin, height: lines.length * cell.height + 2 * margin };
  const rows = lines.map((line, row) => {
    const y = margin + (row + 0.75) * cell.height;
    return `<text y="${y.toFixed(1)}" xml:space="preserve">${spans(line)}</text>`;
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size.width} ${size.height}" role="img" aria-label="Terminal output of ${escaped(args.slice(1).join(' '))}">`,
    `<rect width="100%" height="100%" rx="8" fill="${theme.paper}"/>`,
    `<g font-family="ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono',monospace" font-size="14" fill="${theme.ink}">`,
    ...rows,
    '</g>',
    '</svg>',
    '',
  ].join('\n');
}

/** Pieces of equal style, each at its column, so that the picture keeps its columns with any monospaced font. */
function spans(line) {
  let column = 0;
  let style = {};
  let text = '';
  for (const part of line.split(/(\u001b\[[\d;]*m)/)) {
    const codes = /^\u001b\[([\d;]*)m$/.exec(part);
    if (codes) {
      for (const code of codes[1].split(';').map(Number)) style = applied(style, code);
    } else if (part !== '') {
      const x = (margin + column * cell.width).toFixed(1);
      const length = ([...part].length * cell.width).toFixed(1);
      text += `<tspan x="${x}" textLength="${length}" lengthAdjust="spacingAndGlyphs"${attributes(style)}>${escaped(part)}</tspan>`;
      column += [...part].length;
    }
  }
  return text;
}

function applied(style, code) {
  if (code === 0) return {};
  if (code === 1) return { ...style, bold: true };
  if (code === 2) return { ...style, dim: true };
  if (code === 22) return { ...style, bold: false, dim: false };
  if (code === 39) return { ...style, colour: undefined };
  return colours[code] ? { ...style, colour: colours[code] } : style;
}

function attributes({ bold, dim, colour }) {
  const fill = colour ?? (dim ? theme.dim : undefined);
  return `${fill ? ` fill="${fill}"` : ''}${bold ? ' font-weight="700"' : ''}`;
}

function escaped(text) {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
