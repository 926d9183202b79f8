import type { JsonDocument, Members, Span } from '../../base/index.js';
import { formatPrefix, type Prefix, parseAddress, parsePrefix } from '../../net/index.js';

/** Reads single values of a policy file; what is wrong is refused at its place and read as empty. */
export class PolicyCells {
  readonly document: JsonDocument;

  constructor(document: JsonDocument) {
    this.document = document;
  }

  text(entry: Members, name: string): string {
    const text = entry.text(name);
    if (text === null && !entry.has(name)) this.missing(entry, name);
    return text ?? '';
  }

  missing(entry: Members, name: string): void {
    const span = { start: entry.span.start, end: entry.span.start + 1 };
    this.document.refuse(
      'policy-missing-member',
      span,
      `The member \`${name}\` is missing here.`,
      `add \`"${name}"\``,
    );
  }

  prefixes(entry: Members, name: string): Prefix[] {
    return entry.texts(name).flatMap(({ value, span }) => this.prefix(value, span) ?? []);
  }

  /** A CIDR block without host bits, or one address. */
  prefix(text: string, span: Span): Prefix | undefined {
    const prefix = parsePrefix(text);
    if (prefix === undefined) {
      const help = 'write it as in 10.0.0.0/8 or 2001:db8::/32';
      this.document.refuse('policy-prefix', span, `\`${text}\` is no CIDR block.`, help);
      return undefined;
    }
    if (parseAddress(text.split('/')[0] ?? '')?.value === prefix.value) return prefix;
    this.document.refuse(
      'policy-prefix',
      span,
      `\`${text}\` has host bits.`,
      `write \`${formatPrefix(prefix)}\``,
    );
    return undefined;
  }

  /** Unix seconds of an ISO 8601 time. */
  time(entry: Members | undefined, name: string): number {
    if (entry === undefined) return 0;
    const text = this.text(entry, name);
    const time = Date.parse(text);
    if (!Number.isNaN(time)) return time / 1000;
    if (text !== '') {
      const help = 'write it as in 2026-09-14T06:00:00Z';
      this.document.refuse('policy-time', entry.spanOf(name), `\`${text}\` is no time.`, help);
    }
    return 0;
  }

  /** A count as decimal text, because JSON's numbers end before an IPv6 prefix does. */
  amount(entry: Members, name: string): bigint {
    const before = this.document.diagnostics.length;
    const text = this.text(entry, name);
    if (/^\d{1,60}$/.test(text)) return BigInt(text);
    if (this.document.diagnostics.length === before) {
      const message = `\`${name}\` is no count.`;
      this.document.refuse(
        'policy-amount',
        entry.spanOf(name),
        message,
        'write digits in quotes, as in "254"',
      );
    }
    return 0n;
  }

  /** What a prefix list counts towards a quota; null when it is not known. */
  weight(entry: Members): number | null {
    const weight = entry.number('weight');
    if (weight === null || (Number.isInteger(weight) && weight >= 0)) return weight;
    const help = 'write a whole number from 0, or null';
    this.document.refuse(
      'policy-amount',
      entry.spanOf('weight'),
      `\`${weight}\` is no count of rules.`,
      help,
    );
    return null;
  }

  /** Refuses an entry whose key another one before it has. */
  refuseTwice(entries: readonly Members[], what: string, keyOf: (entry: Members) => string | null): void {
    const seen = new Map<string, Members>();
    for (const entry of entries) {
      const key = keyOf(entry);
      if (key === null) continue;
      const first = seen.get(key);
      if (first === undefined) {
        seen.set(key, entry);
        continue;
      }
      const message = `The same ${what === 'peer' ? 'rule' : what} stands at ${first.place} already.`;
      this.document.refuse('policy-twice', entry.spanOf(what), message, 'take one of them out');
    }
  }

  warn(code: string, span: Span, message: string, help: string): void {
    this.document.diagnostics.push({
      code,
      severity: 'warning',
      source: this.document.name,
      message,
      span,
      help,
    });
  }
}
