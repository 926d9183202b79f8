import { type Document, isMap, isNode, isScalar, parseDocument } from 'yaml';
import { assertNever, type Diagnostic, nearest, type Span } from '../../base/index.js';
import type { Path, ShapeFault } from './schema.js';

/** Problems of one file, each at the place of a value in it. */
export class WorkspaceDocument {
  readonly #diagnostics: Diagnostic[] = [];
  readonly #document: Document.Parsed;
  readonly source: string;

  constructor(text: string, source: string) {
    this.source = source;
    this.#document = parseDocument(text, { prettyErrors: false });
    for (const fault of [...this.#document.errors, ...this.#document.warnings]) {
      this.#add('workspace-yaml', yamlMessage(fault.message), { start: fault.pos[0], end: fault.pos[1] });
    }
  }

  /** In the order of their places. */
  get diagnostics(): Diagnostic[] {
    return this.#diagnostics.toSorted((a, b) => (a.span?.start ?? 0) - (b.span?.start ?? 0));
  }

  /** The file as values; undefined when it is not YAML, or an alias in it leads nowhere or grows without bound. */
  get value(): unknown {
    if (this.diagnostics.length > 0) return undefined;
    try {
      return this.#document.toJS() ?? {};
    } catch (cause) {
      if (!(cause instanceof ReferenceError)) throw cause;
      this.#add('workspace-yaml', yamlMessage(cause.message), undefined);
      return undefined;
    }
  }

  /** Notes a problem with the value at a place. */
  report(
    path: Path,
    code: string,
    message: string,
    options: { help?: string; severity?: Diagnostic['severity'] } = {},
  ): void {
    this.#add(code, message, this.#spanOf(path), options);
  }

  reportShape(fault: ShapeFault): void {
    switch (fault.kind) {
      case 'unknown-key':
        this.#reportUnknownKey(fault.path, fault.keys);
        break;
      case 'missing-key':
        this.report(fault.path, 'workspace-missing-key', `The key \`${fault.key}\` is missing.`, {
          help: `add \`${fault.key}: …\``,
        });
        break;
      case 'wrong-type': {
        const message = `${nameOf(fault.path)} is ${this.#written(fault.path)}; ${fault.expected} is expected.`;
        this.report(fault.path, 'workspace-wrong-type', message);
        break;
      }
      default:
        assertNever(fault);
    }
  }

  #reportUnknownKey(path: Path, keys: readonly string[]): void {
    const key = String(path.at(-1));
    const near = nearest(key, keys);
    const help = near === undefined ? `one of ${keys.join(', ')}` : `write \`${near}\``;
    const message = `The key \`${key}\` is not known here.`;
    this.#add('workspace-unknown-key', message, this.#keySpan(path), { help });
  }

  #add(
    code: string,
    message: string,
    span: Span | undefined,
    { help, severity = 'error' }: { help?: string; severity?: Diagnostic['severity'] } = {},
  ): void {
    this.#diagnostics.push({
      code,
      severity,
      message,
      source: this.source,
      ...(span ? { span } : {}),
      ...(help === undefined ? {} : { help }),
    });
  }

  #spanOf(path: Path): Span | undefined {
    const node = path.length === 0 ? this.#document.contents : this.#document.getIn(path, true);
    if (isNode(node) && node.range) return { start: node.range[0], end: node.range[1] };
    return path.length === 0 ? undefined : this.#keySpan(path);
  }

  /** The place of a key itself, and not of its value. */
  #keySpan(path: Path): Span | undefined {
    const parent =
      path.length === 1 ? this.#document.contents : this.#document.getIn(path.slice(0, -1), true);
    if (!isMap(parent)) return undefined;
    const key = parent.items
      .map((pair) => pair.key)
      .find((each) => isScalar(each) && String(each.value) === path.at(-1));
    return isScalar(key) && key.range ? { start: key.range[0], end: key.range[1] } : undefined;
  }

  #written(path: Path): string {
    const value = path.length === 0 ? this.#document.contents : this.#document.getIn(path);
    if (value === null || value === undefined) return 'empty';
    if (isNode(value)) return isMap(value) ? 'a map of keys' : 'a list';
    return `\`${String(value)}\``;
  }
}

function nameOf(path: Path): string {
  const name = path.findLast((part) => typeof part === 'string');
  return name === undefined ? 'The file' : `\`${name}\``;
}

/** The first line of a message of the parser, as a sentence. */
function yamlMessage(message: string): string {
  const [line = message] = message.split('\n');
  return line.endsWith('.') ? line : `${line}.`;
}
