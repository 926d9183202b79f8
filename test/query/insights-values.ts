/** A value of the hand evaluator; null is missing. */
export type Cell = string | number | boolean | null;
export type Row = Readonly<Record<string, Cell>>;

/** An expression as it is written, with what it comes to over a row. */
export interface Term {
  readonly text: string;
  readonly of: (row: Row) => Cell;
}

/** Numbers as they are, texts that read as one, conditions as 1 and 0. */
export function numberOf(cell: Cell): number | null {
  if (cell === null || typeof cell === 'number') return cell;
  if (typeof cell === 'boolean') return cell ? 1 : 0;
  return /^[+-]?(\d+\.?\d*|\.\d+)$/.test(cell) ? Number(cell) : null;
}

export function textOf(cell: Cell): string | null {
  return cell === null ? null : String(cell);
}

export function arithmetic(operator: string, left: Cell, right: Cell): number | null {
  const [a, b] = [numberOf(left), numberOf(right)];
  if (a === null || b === null) return null;
  if (operator === '+') return a + b;
  if (operator === '-') return a - b;
  if (operator === '*') return a * b;
  if (b === 0) return null;
  return operator === '/' ? a / b : a % b;
}

/** Order of `sort`: text before numbers, runs of digits by length and value, runs of other characters by their codes. */
export function naturalCompare(left: Cell, right: Cell): number {
  if (typeof left === 'number' && typeof right === 'number') return left - right;
  const [a, b] = [String(left), String(right)];
  const [first, second] = [/^\d+$/.test(a), /^\d+$/.test(b)];
  if (first !== second) return first ? 1 : -1;
  if (first) return Number(a) - Number(b) || byCode(a, b);
  const [left2, right2] = [a, b].map((text) => text.match(/\d+|\D+/g) ?? []);
  for (const [index, run] of (left2 ?? []).entries()) {
    const other = right2?.[index];
    if (other === undefined) return 1;
    const order = runCompare(run, other);
    if (order !== 0) return order;
  }
  return (left2?.length ?? 0) - (right2?.length ?? 0);
}

function runCompare(a: string, b: string): number {
  const digits = /^\d/.test(a) && /^\d/.test(b);
  return digits ? a.length - b.length || byCode(a, b) : byCode(a, b);
}

const byCode = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** A comparison; missing when a side is, or when a number meets a text that is none. */
export function compare(operator: string, left: Cell, right: Cell): boolean | null {
  if (left === null || right === null) return null;
  const texts = typeof left === 'string' && typeof right === 'string';
  const [a, b] = texts ? [left, right] : [numberOf(left), numberOf(right)];
  if (a === null || b === null) return null;
  if (operator === '=') return a === b;
  if (operator === '!=') return a !== b;
  const order = naturalCompare(a, b);
  if (operator === '<') return order < 0;
  if (operator === '<=') return order <= 0;
  return operator === '>' ? order > 0 : order >= 0;
}

export function both(a: Cell, b: Cell): boolean | null {
  if (a === false || b === false) return false;
  return a === null || b === null ? null : true;
}

export function either(a: Cell, b: Cell): boolean | null {
  if (a === true || b === true) return true;
  return a === null || b === null ? null : false;
}

const present = (cells: readonly Cell[]): Exclude<Cell, null>[] => cells.filter((cell) => cell !== null);
const numbers = (cells: readonly Cell[]): number[] => cells.flatMap((cell) => numberOf(cell) ?? []);

/** What each aggregate comes to over the values of a group. */
export const aggregates: Readonly<Record<string, (cells: readonly Cell[]) => Cell>> = {
  count: (cells) => present(cells).length || null,
  count_distinct: (cells) => new Set(present(cells)).size,
  sum: (cells) => {
    const found = numbers(cells);
    return found.length === 0 ? null : found.reduce((total, each) => total + each, 0);
  },
  avg: (cells) => {
    const found = numbers(cells);
    return found.length === 0 ? null : found.reduce((total, each) => total + each, 0) / found.length;
  },
  min: (cells) => extreme(cells, -1),
  max: (cells) => extreme(cells, 1),
  sortsFirst: (cells) => present(cells).sort(naturalCompare)[0] ?? null,
  sortsLast: (cells) => present(cells).sort(naturalCompare).at(-1) ?? null,
  median: (cells) => {
    const found = numbers(cells).sort((a, b) => a - b);
    const middle = (found.length - 1) / 2;
    const [low, high] = [found[Math.floor(middle)], found[Math.ceil(middle)]];
    return low === undefined || high === undefined ? null : (low + high) / 2;
  },
};

/** Numbers by their value, other texts before them in the order of `sort`. */
function extreme(cells: readonly Cell[], sign: number): Cell {
  const order = (a: Cell, b: Cell): number => {
    const [first, second] = [numberOf(a), numberOf(b)];
    if (first !== null && second !== null) return first - second;
    if (first === null && second === null) return naturalCompare(a, b);
    return first === null ? -1 : 1;
  };
  const sorted = present(cells).sort(order);
  return (sign < 0 ? sorted[0] : sorted.at(-1)) ?? null;
}
