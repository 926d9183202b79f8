import type { Question } from '../question.js';
import { limit } from './shared-parameters.js';

export const linePatterns: Question = {
  name: 'line-patterns',
  title: 'Kinds of log lines',
  doc: 'Lines that differ only in words with digits, the most frequent kind first: foreign lines in a flow log stand out.',
  group: 'coverage',
  over: 'records',
  fields: [],
  parameters: [limit('20')],
  texts: {
    athena: { lacks: 'Athena has nothing that finds patterns of texts.' },
    insights: `pattern @message
| limit {{limit}}`,
  },
};
