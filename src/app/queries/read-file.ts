import { type Diagnostic, DiagnosticError, nearest, type Span } from '../../base/index.js';
import type { Language } from '../../lang/index.js';
import { placePattern } from './fill.js';
import { isParameterType, parameterTypes } from './parameter-types.js';
import type { QuestionParameter } from './question.js';
import { isRelation, type RelationName, relations } from './relations.js';

/** What a file of the workspace's folder `queries` says. */
export interface QuestionFile {
  readonly title: string | undefined;
  readonly doc: string | undefined;
  readonly over: RelationName;
  readonly fields: readonly string[];
  readonly parameters: readonly QuestionParameter[];
  /** The whole file: its header is comments of its language. */
  readonly text: string;
}

const commentMarks: Record<Language, string> = { athena: '--', insights: '#' };
const keys = ['title', 'doc', 'over', 'fields', 'param'] as const;

/**
 * Reads a question that a person wrote. The comments at the top are its header:
 *
 * ```
 * -- title: Who uses the old proxy
 * -- param proxy address = 10.32.4.10: Address of the proxy.
 * SELECT … WHERE dstaddr = '{{proxy}}'
 * ```
 *
 * Comments that begin with none of the words of a header are only comments. Throws a DiagnosticError with every mistake.
 */
export function readQuestionFile(text: string, language: Language, path: string): QuestionFile {
  const header = new Header(text, path);
  for (const line of headerLines(text, commentMarks[language])) header.read(line);
  header.checkPlaces();
  if (header.faults.length > 0) throw new DiagnosticError(header.faults, text);
  const { title, doc, over, fields, parameters } = header;
  return { title, doc: doc.length === 0 ? undefined : doc.join(' '), over, fields, parameters, text };
}

interface HeaderLine {
  /** What stands after the mark, and where it begins in the file. */
  readonly text: string;
  readonly start: number;
}

function headerLines(text: string, mark: string): HeaderLine[] {
  const lines: HeaderLine[] = [];
  let start = 0;
  for (const line of text.split('\n')) {
    const trimmed = line.trimStart();
    if (trimmed !== '' && !trimmed.startsWith(mark)) break;
    const content = trimmed.slice(mark.length).trimStart();
    if (trimmed !== '') lines.push({ text: content.trimEnd(), start: start + line.length - content.length });
    start += line.length + 1;
  }
  return lines;
}

class Header {
  title: string | undefined;
  readonly doc: string[] = [];
  over: RelationName = 'records';
  fields: readonly string[] = [];
  readonly parameters: QuestionParameter[] = [];
  readonly faults: Diagnostic[] = [];
  readonly #spans = new Map<string, Span>();

  constructor(
    readonly text: string,
    readonly path: string,
  ) {}

  read(line: HeaderLine): void {
    const span = { start: line.start, end: line.start + line.text.length };
    const [, key = '', rest = ''] = /^([a-z]+)(?::\s*|\s+)(.*)$/.exec(line.text) ?? [];
    const isKey = line.text.startsWith(`${key}:`) || key === 'param';
    if (!isKey || key === '') return;
    switch (key) {
      case 'title':
        this.title = rest;
        return;
      case 'doc':
        this.doc.push(rest);
        return;
      case 'over':
        this.#readOver(rest, span);
        return;
      case 'fields':
        this.fields = rest.split(/[\s,]+/).filter((each) => each !== '');
        return;
      case 'param':
        this.#readParameter(rest, span);
        return;
      default: {
        const near = nearest(key, keys);
        // A word that is near none of ours is a comment.
        if (near !== undefined) {
          this.#fault('question-header', `The header has no \`${key}\`.`, span, `write \`${near}\``);
        }
      }
    }
  }

  #readOver(rest: string, span: Span): void {
    if (isRelation(rest)) this.over = rest;
    else {
      const known = Object.keys(relations);
      this.#fault(
        'question-over',
        `A question cannot be asked over \`${rest}\`.`,
        span,
        `write one of ${known.join(', ')}`,
      );
    }
  }

  #readParameter(rest: string, span: Span): void {
    const [, name, type, value, doc = ''] =
      /^([A-Za-z_]\w*)\s+([a-z]+)(?:\s*=\s*(.*?))?\s*(?::\s+(.*))?$/.exec(rest) ?? [];
    if (name === undefined || type === undefined) {
      const help = 'write it as in `param since time = newest-1d: From when on.`';
      this.#fault('question-parameter', `\`param ${rest}\` is no parameter.`, span, help);
      return;
    }
    if (!isParameterType(type)) {
      const near = nearest(type, Object.keys(parameterTypes));
      const help =
        near === undefined ? `write one of ${Object.keys(parameterTypes).join(', ')}` : `write \`${near}\``;
      this.#fault('question-parameter', `There is no type \`${type}\`.`, span, help);
      return;
    }
    if (this.#spans.has(name)) {
      this.#fault('question-parameter', `The parameter \`${name}\` is there twice.`, span, 'leave one out');
    }
    const spec = parameterTypes[type];
    if (value !== undefined && spec.read(value, null) === undefined) {
      const message = `The default of \`${name}\` takes ${spec.accepts}, not \`${value}\`.`;
      this.#fault('question-parameter', message, span, 'write another value, or leave the default out');
    }
    this.#spans.set(name, span);
    this.parameters.push({ name, type, doc, ...(value === undefined ? {} : { default: value }) });
  }

  /** Each place has its parameter, and each parameter a place. */
  checkPlaces(): void {
    const names = this.parameters.map((each) => each.name);
    const used = new Set<string>();
    for (const match of this.text.matchAll(placePattern)) {
      const name = match[1] ?? '';
      used.add(name);
      if (names.includes(name)) continue;
      const near = nearest(name, names);
      const help =
        near === undefined ? `add a line \`param ${name} text: …\` at the top` : `write \`{{${near}}}\``;
      const span = { start: match.index, end: match.index + match[0].length };
      this.#fault('question-place', `There is no parameter \`${name}\`.`, span, help);
    }
    for (const [name, span] of this.#spans) {
      if (used.has(name)) continue;
      this.#fault(
        'question-parameter',
        `Nothing uses the parameter \`${name}\`.`,
        span,
        `write \`{{${name}}}\` where it belongs`,
      );
    }
  }

  #fault(code: string, message: string, span: Span, help: string): void {
    this.faults.push({ code, severity: 'error', source: this.path, message, span, help });
  }
}
