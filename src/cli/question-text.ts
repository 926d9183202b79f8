import type { App } from './command.js';
import type { TableOutput } from './output.js';
import { wrap } from './wrap.js';

type Question = App['readyQuestions'][number];

/** The list of questions for programs, with everything that can be said in a row. */
export function questionTable(app: App, questions: readonly Question[]): TableOutput {
  const keys = [
    'name',
    'title',
    'doc',
    'group',
    'over',
    'languages',
    'fields',
    'parameters',
    'differs',
  ] as const;
  const table = {
    columns: keys.map((key) => ({ key, title: key, kind: 'text', weight: 5 }) as const),
    rows: questions.map((each) => [
      each.name,
      each.title,
      each.doc,
      each.group,
      each.over,
      app.languagesOf(each).join(' '),
      each.fields.join(' '),
      each.parameters.map(parameterWords).join('; '),
      each.differs ?? null,
    ]),
    total: questions.length,
  };
  return { kind: 'queries', forPeople: table, forPrograms: table, more: '' };
}

/** The list of questions for people, under its headings. */
export function questionList(app: App, questions: readonly Question[], columns: number): string {
  const parts = Object.entries(app.questionGroups).flatMap(([group, heading]) => {
    const members = questions.filter((each) => each.group === group);
    if (members.length === 0) return [];
    const widest = Math.max(...members.map((each) => each.name.length));
    // Beside a long name a narrow terminal has no room for a sentence.
    const indent = columns - widest >= 45 ? widest + 4 : 6;
    const rows = members.map((each) => {
      const body = wrap(`${each.title}.${remarks(app, each)}`, columns, ' '.repeat(indent));
      return indent === 6
        ? `  ${each.name}\n${body}`
        : `  ${each.name.padEnd(widest + 2)}${body.trimStart()}`;
    });
    return [`${heading}:\n${rows.join('\n')}`];
  });
  return `${parts.join('\n\n')}\n`;
}

function remarks(app: App, question: Question): string {
  const asked = question.parameters.filter((each) => each.default === undefined).map((each) => each.name);
  const languages = app.languagesOf(question);
  const names = { athena: 'Athena', insights: 'Logs Insights' } as const;
  return [
    ...(asked.length === 0 ? [] : [` Asks for ${asked.join(', ')}.`]),
    ...(languages.length === 1 && languages[0] !== undefined ? [` ${names[languages[0]]} only.`] : []),
    ...(question.fields.length === 0 ? [] : [` Needs ${question.fields.join(', ')}.`]),
  ].join('');
}

function parameterWords({ name, type, default: value }: Question['parameters'][number]): string {
  return `${name} ${type}${value === undefined ? '' : ` = ${value}`}`;
}

/** Everything about one question, as a page of the terminal. */
export function questionText(app: App, question: Question, columns: number): string {
  const parts = [`${question.name}: ${question.title}`];
  if (question.doc !== '') parts.push(wrap(question.doc, columns));
  parts.push(wrap(`Asked of ${question.over}: ${app.relations[question.over].doc}`, columns));
  if (question.fields.length > 0) parts.push(`Needs the fields ${question.fields.join(', ')}.`);
  if (question.parameters.length > 0) {
    const rows = question.parameters.map(
      (each) =>
        `  ${parameterWords(each)}\n${wrap(`${each.doc} Takes ${app.parameterTypes[each.type].accepts}.`, columns, '      ')}`,
    );
    parts.push(`Parameters:\n${rows.join('\n')}`);
  }
  for (const [language, title] of [
    ['athena', 'Athena SQL'],
    ['insights', 'Logs Insights'],
  ] as const) {
    const text = question.texts[language];
    parts.push(
      `${title}:\n\n${typeof text === 'string' ? text.trim() : wrap(`None: ${text.lacks}`, columns)}`,
    );
  }
  if (question.differs !== undefined) parts.push(wrap(`What differs: ${question.differs}`, columns));
  return `${parts.join('\n\n')}\n`;
}
