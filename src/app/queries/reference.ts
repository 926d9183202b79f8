import { parameterTypes } from './parameter-types.js';
import { languagesOf, type Question, questionGroups } from './question.js';
import { readyQuestions } from './questions/index.js';
import { relations } from './relations.js';

/** `docs/reference/queries.md`, made from the tables so that it cannot say anything else than `sluice queries`. */
export function questionsPage(): string {
  const groups = Object.entries(questionGroups).flatMap(([group, heading]) => {
    const members = readyQuestions.filter((each) => each.group === group);
    return members.length === 0 ? [] : [`## ${heading}`, ...members.map(section)];
  });
  return `${[intro(), ...groups].join('\n\n')}\n`;
}

function intro(): string {
  const over = Object.entries(relations).map(([name, { doc }]) => `| \`${name}\` | ${doc} |`);
  const types = Object.entries(parameterTypes).map(([name, { accepts }]) => `| \`${name}\` | ${accepts} |`);
  return `# Ready questions

This page is made from the table of questions; \`npx vitest run test/queries/reference.test.ts -u\` writes it again.

\`sluice queries\` lists the questions, \`sluice queries show NAME\` prints one and \`sluice queries run NAME [PATH…]\` asks it; \`--language\`
chooses the language, \`--param NAME=VALUE\` sets a parameter. Both texts of a question give the same rows, unless it says what differs;
the tests compare them over both samples. Your own questions: [how-to/own-questions.md](../how-to/own-questions.md).

| Asked of | What that is |
| --- | --- |
${over.join('\n')}

Questions over \`records\` run on AWS as they stand, once the parameters are filled in. The others need Sluice: AWS has no such table.

| Type of a parameter | What it takes |
| --- | --- |
${types.join('\n')}`;
}

function section(question: Question): string {
  const facts = [
    `Asked of \`${question.over}\`.`,
    ...(question.fields.length === 0
      ? []
      : [`Needs ${question.fields.map((each) => `\`${each}\``).join(', ')}.`]),
    ...(languagesOf(question).length === 2 ? [] : ['One language only.']),
  ];
  const parts = [`### ${question.name}`, `${question.title}. ${question.doc}`, facts.join(' ')];
  if (question.parameters.length > 0) {
    parts.push(
      question.parameters
        .map(({ name, type, default: value, doc }) => {
          const preset = value === undefined ? '' : `, default \`${value}\``;
          return `- \`${name}\` (${type}${preset}): ${doc}`;
        })
        .join('\n'),
    );
  }
  for (const [language, fence, title] of [
    ['athena', 'sql', 'Athena SQL'],
    ['insights', '', 'Logs Insights'],
  ] as const) {
    const text = question.texts[language];
    parts.push(
      typeof text === 'string'
        ? `\`\`\`${fence}\n${text.trim()}\n\`\`\``
        : `No text in ${title}: ${text.lacks}`,
    );
  }
  if (question.differs !== undefined) parts.push(`What differs: ${question.differs}`);
  return parts.join('\n\n');
}
