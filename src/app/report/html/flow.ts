import type { EgressNeed } from '../../../outbound/index.js';
import { leavesVpc } from '../findings.js';
import { formatBytes } from '../format.js';
import { describeScope } from '../groups.js';
import { html, type Markup, nothing } from './markup.js';
import { round } from './scale.js';

const width = 960;
const nodeWidth = 12;
const columnX = [190, 440, 690] as const;
/** Longer names are cut; the whole name stands in the title of the node. */
const labelLength = 27;
const space = 16;
const drawnHeight = 260;
/** A flow of few bytes must still be seen beside one of many. */
const thinnest = 1.6;
const mostNodes = 9;

interface Node {
  readonly name: string;
  bytes: number;
  height: number;
  y: number;
  /** Where the next link begins on its left and on its right side. */
  into: number;
  out: number;
}

interface Link {
  readonly from: Node;
  readonly to: Node;
  readonly column: 0 | 1;
  expected: number;
  unexpected: number;
}

/** Who sends by which way to which kind of destination; the width of a band is bytes out. */
export function flowChart(needs: readonly EgressNeed[]): Markup {
  const leaving = needs.filter((need) => leavesVpc(need) && need.bytesOut > 0);
  if (leaving.length === 0) return nothing;
  const { columns, links } = graphOf(leaving);
  const scale = scaleOf(columns);
  const height = place(columns, links, scale);
  const bands = links.map((link) => band(link, scale));
  const nodes = columns.flatMap((column, index) => [...column.values()].map((node) => nodeBox(node, index)));
  const titles = ['Workload', 'Path', 'Destination'].map(
    (title, index) => html`<text class="axis ${anchorOf(index)}" x="${labelX(index)}" y="14">${title}</text>`,
  );
  return html`<figure class="chart"><figcaption>Who sends, by which way, to what. The width of a band is bytes out (thin ones are drawn wider than they are):
<span class="key expected"></span> expected <span class="key unexpected"></span> unexpected</figcaption>
<div class="scroll"><svg viewBox="0 0 ${width} ${Math.ceil(height) + 30}" role="img" aria-label="Flows from workloads over paths to destinations; the tables of this report have the numbers">${titles}<g transform="translate(0 26)">${bands}${nodes}</g></svg></div></figure>`;
}

function graphOf(needs: readonly EgressNeed[]): { columns: Map<string, Node>[]; links: Link[] } {
  const labels = [
    (need: EgressNeed) => need.workload,
    (need: EgressNeed) => need.path,
    (need: EgressNeed) => describeScope(need),
  ].map((labelOf) => limitedLabels(needs, labelOf));
  const columns = labels.map((labelOf) => {
    const nodes = new Map<string, Node>();
    for (const need of needs) {
      const name = labelOf(need);
      const node = nodes.get(name) ?? { name, bytes: 0, height: 0, y: 0, into: 0, out: 0 };
      node.bytes += need.bytesOut;
      nodes.set(name, node);
    }
    return new Map([...nodes].sort((a, b) => b[1].bytes - a[1].bytes));
  });
  const links = new Map<string, Link>();
  for (const need of needs) {
    for (const column of [0, 1] as const) {
      const names = [labels[column]?.(need) ?? '', labels[column + 1]?.(need) ?? ''] as const;
      const from = columns[column]?.get(names[0]);
      const to = columns[column + 1]?.get(names[1]);
      if (!from || !to) continue;
      const key = [column, ...names].join('\u0000');
      const link = links.get(key) ?? { from, to, column, expected: 0, unexpected: 0 };
      if (need.expected) link.expected += need.bytesOut;
      else link.unexpected += need.bytesOut;
      links.set(key, link);
    }
  }
  const order = (node: Node, column: number) => [...(columns[column]?.values() ?? [])].indexOf(node);
  const sorted = [...links.values()].sort(
    (a, b) =>
      a.column - b.column ||
      order(a.from, a.column) - order(b.from, b.column) ||
      order(a.to, a.column + 1) - order(b.to, b.column + 1),
  );
  return { columns, links: sorted };
}

/** The largest labels; all others share one. */
function limitedLabels(
  needs: readonly EgressNeed[],
  labelOf: (need: EgressNeed) => string,
): (need: EgressNeed) => string {
  const bytes = new Map<string, number>();
  for (const need of needs) bytes.set(labelOf(need), (bytes.get(labelOf(need)) ?? 0) + need.bytesOut);
  if (bytes.size <= mostNodes) return labelOf;
  const largest = [...bytes].sort((a, b) => b[1] - a[1]).slice(0, mostNodes - 1);
  const kept = new Set(largest.map(([name]) => name));
  const others = `${bytes.size - kept.size} others`;
  return (need) => (kept.has(labelOf(need)) ? labelOf(need) : others);
}

/** Pixels for a byte. */
function scaleOf(columns: readonly Map<string, Node>[]): number {
  const total = [...(columns[0]?.values() ?? [])].reduce((sum, node) => sum + node.bytes, 0);
  return drawnHeight / total;
}

/** Gives every node its height and place; returns the height of the drawing. */
function place(columns: readonly Map<string, Node>[], links: readonly Link[], scale: number): number {
  for (const [index, column] of columns.entries()) {
    for (const node of column.values()) {
      const into = links.filter((link) => link.to === node && link.column === index - 1);
      const out = links.filter((link) => link.from === node && link.column === index);
      node.height = Math.max(thickness(into, scale), thickness(out, scale), 14);
    }
  }
  const heights = columns.map((column) =>
    [...column.values()].reduce((sum, node) => sum + node.height + space, -space),
  );
  const tallest = Math.max(...heights);
  for (const [index, column] of columns.entries()) {
    let y = (tallest - (heights[index] ?? 0)) / 2;
    for (const node of column.values()) {
      node.y = y;
      node.into = y;
      node.out = y;
      y += node.height + space;
    }
  }
  return tallest;
}

function thickness(links: readonly Link[], scale: number): number {
  return links.reduce(
    (sum, link) => sum + widthOf(link.expected, scale) + widthOf(link.unexpected, scale),
    0,
  );
}

function widthOf(bytes: number, scale: number): number {
  return bytes === 0 ? 0 : Math.max(thinnest, bytes * scale);
}

/** A link is drawn as two bands, expected above unexpected. */
function band(link: Link, scale: number): Markup {
  const parts = [
    ['expected', link.expected],
    ['unexpected', link.unexpected],
  ] as const;
  return html`${parts
    .filter(([, bytes]) => bytes > 0)
    .map(([kind, bytes]) => {
      const thick = widthOf(bytes, scale);
      const x1 = (columnX[link.column] ?? 0) + nodeWidth;
      const x2 = columnX[link.column + 1] ?? 0;
      const [y1, y2] = [link.from.out + thick / 2, link.to.into + thick / 2];
      link.from.out += thick;
      link.to.into += thick;
      const middle = (x1 + x2) / 2;
      return html`<path class="band ${kind}" d="M${x1} ${round(y1)}C${middle} ${round(y1)} ${middle} ${round(y2)} ${x2} ${round(y2)}" stroke-width="${round(thick)}"><title>${link.from.name} → ${link.to.name}: ${formatBytes(bytes)} ${kind}</title></path>`;
    })}`;
}

function nodeBox(node: Node, column: number): Markup {
  const y = round(node.y + node.height / 2);
  const text = node.name.length > labelLength ? `${node.name.slice(0, labelLength - 1)}…` : node.name;
  return html`<g><title>${node.name}: ${formatBytes(node.bytes)} out</title>
<rect class="node" x="${columnX[column] ?? 0}" y="${round(node.y)}" width="${nodeWidth}" height="${round(node.height)}"/>
<text class="label ${anchorOf(column)} halo" x="${labelX(column)}" y="${y + 4}">${text} <tspan class="muted">${formatBytes(node.bytes)}</tspan></text></g>`;
}

function labelX(column: number): number {
  return column === 0 ? (columnX[0] ?? 0) - 8 : (columnX[column] ?? 0) + nodeWidth + 8;
}

function anchorOf(column: number): string {
  return column === 0 ? 'end' : '';
}
