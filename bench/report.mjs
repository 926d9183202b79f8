/** Figures as a table for people and as JSON for the documentation. */

/**
 * @typedef {object} Figure
 * @property {string} format data set it was measured on, or `-`
 * @property {string} name what was measured
 * @property {number | null} value median; null when there is none
 * @property {string} unit `s`, `ms`, `x` (times the baseline), `MB`, `B/record`, `records/s`, `needs`
 * @property {number} [target] at most this much is promised
 * @property {number} [aim] at most this much is hoped for
 * @property {string} [note] why there is no value, or how it was measured
 * @property {readonly number[]} [samples]
 */

/** A figure whose value is the median of its samples. @returns {Figure} */
export function figure(format, name, unit, samples, rest = {}) {
  const sorted = [...samples].sort((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  const value = sorted.length === 0 ? null : (sorted[Math.floor(middle)] + sorted[Math.ceil(middle)]) / 2;
  return { format, name, unit, value, samples, ...rest };
}

/** A row that says why there is no figure. @returns {Figure} */
export function unavailable(format, name, error) {
  const note = error instanceof Error ? error.message.split('\n')[0] : String(error);
  return { format, name, unit: 's', value: null, note };
}

const digits = { s: 2, ms: 0, x: 2, MB: 0, 'B/record': 1, 'records/s': 0, needs: 0 };

function print(value, unit) {
  if (value === null) return '';
  return `${value.toLocaleString('en-US', { minimumFractionDigits: digits[unit], maximumFractionDigits: digits[unit] })} ${unit}`;
}

/** Each figure with the target of the project beside it. */
export function verdictOf({ value, target, aim }) {
  if (target === undefined) return '';
  if (value === null) return 'not available';
  if (target === 0) return value === 0 ? 'met' : 'MISSED';
  if (value > target) return `MISSED by ${Math.round((value / target - 1) * 100)} %`;
  return aim !== undefined && value <= aim ? 'met, and the aim' : 'met';
}

function targetOf({ target, aim, unit }) {
  if (target === undefined) return '';
  return `<= ${print(target, unit)}${aim === undefined ? '' : ` (aim ${aim})`}`;
}

const columns = [
  ['data', ({ format }) => format],
  ['figure', ({ name }) => name],
  ['median', (row) => (row.value === null ? 'not available' : print(row.value, row.unit))],
  [
    'range',
    ({ samples = [], unit }) =>
      samples.length < 2
        ? ''
        : `${print(Math.min(...samples), unit).replace(/ .*/, '')} – ${print(Math.max(...samples), unit)}`,
  ],
  ['target', targetOf],
  ['verdict', verdictOf],
];

/** @param {readonly Figure[]} figures */
export function table(figures) {
  const cells = [
    columns.map(([head]) => head),
    ...figures.map((row) => columns.map(([, text]) => text(row))),
  ];
  const widths = columns.map((_, index) => Math.max(...cells.map((line) => line[index].length)));
  const right = new Set([2, 3]);
  const lines = cells.map((line) =>
    line
      .map((cell, index) => (right.has(index) ? cell.padStart(widths[index]) : cell.padEnd(widths[index])))
      .join('  ')
      .trimEnd(),
  );
  lines.splice(1, 0, widths.map((width) => '-'.repeat(width)).join('  '));
  const notes = figures
    .filter(({ note }) => note !== undefined)
    .map(({ format, name, note }) => `  ${format} ${name}: ${note}`);
  return [...lines, ...(notes.length === 0 ? [] : ['', 'Notes', ...notes])].join('\n');
}
