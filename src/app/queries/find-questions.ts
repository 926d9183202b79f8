import { readdir, readFile } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { type Diagnostic, DiagnosticError, WorldError } from '../../base/index.js';
import type { Language } from '../../lang/index.js';
import { loadWorkspace } from '../workspace/index.js';
import type { Question } from './question.js';
import { readyQuestions } from './questions/index.js';
import { type QuestionFile, readQuestionFile } from './read-file.js';

/** Folder beside `sluice.yaml` in which a workspace keeps its own questions. */
export const questionFolder = 'queries';

const languagesByEnding: Readonly<Record<string, Language>> = { '.sql': 'athena', '.insights': 'insights' };

export interface FoundQuestions {
  /** The ready ones, then those of the workspace by name. */
  readonly questions: readonly Question[];
  /** Files of the workspace that are no question, by the name that they would have. */
  readonly faults: readonly { readonly name: string; readonly error: DiagnosticError }[];
}

/** The ready questions and those of the workspace that `from`, by default the current folder, lies in. */
export async function findQuestions(from?: string): Promise<FoundQuestions> {
  const workspace = await loadWorkspace(from);
  if (workspace === undefined) return { questions: readyQuestions, faults: [] };
  const own = await readFolder(join(workspace.folder, questionFolder));
  return { questions: [...readyQuestions, ...own.questions], faults: own.faults };
}

interface OneFile {
  readonly name: string;
  readonly path: string;
  readonly language: Language;
}

async function readFolder(folder: string): Promise<FoundQuestions> {
  const byName = new Map<string, OneFile[]>();
  const faults: { name: string; error: DiagnosticError }[] = [];
  for (const file of await filesIn(folder)) {
    const path = join(folder, file);
    const ending = extname(file);
    const name = basename(file, ending);
    const language = languagesByEnding[ending];
    const problem = nameProblem(name, language, ending);
    if (problem !== undefined) faults.push({ name, error: fileFault(path, problem) });
    else if (language !== undefined)
      byName.set(name, [...(byName.get(name) ?? []), { name, path, language }]);
  }
  const questions: Question[] = [];
  for (const files of byName.values()) {
    try {
      questions.push(await questionOf(files));
    } catch (error) {
      if (!(error instanceof DiagnosticError)) throw error;
      faults.push({ name: files[0]?.name ?? '', error });
    }
  }
  return { questions, faults };
}

/** Files that could be questions; a text about them may lie beside. */
async function filesIn(folder: string): Promise<string[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    return entries
      .filter((entry) => entry.isFile() && !entry.name.startsWith('.') && !entry.name.endsWith('.md'))
      .map((entry) => entry.name)
      .sort();
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return [];
    throw new WorldError(`The folder \`${folder}\` cannot be read.`, { path: folder, cause });
  }
}

function nameProblem(
  name: string,
  language: Language | undefined,
  ending: string,
): { code: string; message: string; help: string } | undefined {
  if (language === undefined) {
    return {
      code: 'question-file',
      message: `A file that ends in \`${ending}\` is no question.`,
      help: 'name it NAME.sql for Athena or NAME.insights for Logs Insights, or keep it elsewhere',
    };
  }
  if (!/^[A-Za-z0-9][A-Za-z0-9_-]*$/.test(name)) {
    return {
      code: 'question-name',
      message: `\`${name}\` is no name of a question.`,
      help: 'use letters, digits, hyphens and underscores',
    };
  }
  if (readyQuestions.some((each) => each.name.toLowerCase() === name.toLowerCase())) {
    return {
      code: 'question-name',
      message: `\`${name}\` is the name of a ready question.`,
      help: 'give the file another name',
    };
  }
  return undefined;
}

async function questionOf(files: readonly OneFile[]): Promise<Question> {
  const read = await Promise.all(files.map(async (file) => ({ ...file, ...(await readOne(file)) })));
  const [first, second] = read;
  if (first === undefined) throw new Error('a question has a file');
  if (second !== undefined) requireSameHeader(first, second);
  const textIn = (language: Language) =>
    read.find((each) => each.language === language)?.text ?? {
      lacks: 'The workspace has no file in that language.',
    };
  return {
    name: first.name,
    title: first.title ?? second?.title ?? first.name,
    doc: first.doc ?? second?.doc ?? '',
    group: 'workspace',
    over: first.over,
    fields: first.fields,
    parameters: first.parameters,
    texts: { athena: textIn('athena'), insights: textIn('insights') },
    paths: Object.fromEntries(read.map(({ language, path }) => [language, path])),
  };
}

async function readOne({ path, language }: OneFile): Promise<QuestionFile> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    throw new WorldError(`The question \`${path}\` cannot be read.`, {
      path,
      cause,
      help: 'make the file readable',
    });
  }
  return readQuestionFile(text, language, path);
}

/** Two files of one question ask the same of the same; only titles may be left out. */
function requireSameHeader(first: OneFile & QuestionFile, second: OneFile & QuestionFile): void {
  const said = ({ over, fields, parameters }: QuestionFile) =>
    JSON.stringify({ over, fields, parameters: parameters.map(({ doc, ...rest }) => rest) });
  if (said(first) === said(second)) return;
  throw fileFault(second.path, {
    code: 'question-header',
    message: `Its header is another one than that of \`${basename(first.path)}\`.`,
    help: 'write the same `over`, `fields` and `param` lines in both files',
  });
}

function fileFault(
  path: string,
  { code, message, help }: { code: string; message: string; help: string },
): DiagnosticError {
  const diagnostic: Diagnostic = { code, severity: 'error', source: path, message, help };
  return new DiagnosticError([diagnostic]);
}
