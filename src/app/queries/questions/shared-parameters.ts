import type { QuestionParameter } from '../question.js';

/** Ports through which hosts are administered: shells, WinRM and remote screens. */
export const administrativePorts: QuestionParameter = {
  name: 'ports',
  type: 'ports',
  default: '22,23,3389,5900,5985,5986',
  doc: 'Administrative ports.',
};

export function limit(rows: string): QuestionParameter {
  return { name: 'limit', type: 'integer', default: rows, doc: 'Most rows.' };
}

export function address(doc: string): QuestionParameter {
  return { name: 'address', type: 'address', doc };
}
