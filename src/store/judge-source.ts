import { WorldError } from '../base/index.js';
import { sql, text } from '../dialect/index.js';
import {
  type Container,
  checkZstdFrames,
  type Form,
  type FormHints,
  type FoundFile,
  formOf,
  readHead,
} from '../ingest/index.js';
import { type Engine, reason } from './engine.js';

export interface Judgement {
  readonly container: Container;
  readonly form: Form;
}

/** Says what a file is by its first bytes and lines. Throws a WorldError when it cannot be read. */
export async function judgeSource(
  engine: Engine,
  file: FoundFile,
  readPath: string,
  hints: FormHints,
): Promise<Judgement> {
  if (file.size === 0) return { container: 'plain', form: { kind: 'empty' } };
  const { container, text: head } = await readHead(readPath);
  if (container === 'parquet') return { container, form: { kind: 'parquet' } };
  // Before its text is looked at: half a file may have none.
  if (container === 'zstd') await checkZstdFrames(readPath);
  const start = head ?? (await headByEngine(engine, readPath));
  return { container, form: formOf(start, hints) };
}

/** Node 20 cannot decompress zstd; the engine can. */
async function headByEngine(engine: Engine, path: string): Promise<string> {
  try {
    const { rows } =
      await engine.query(sql`SELECT line FROM read_csv(${text(path)}, compression='zstd', header=false,
      auto_detect=false, delim='\u0001', quote='', escape='', strict_mode=false, columns={'line': 'VARCHAR'}) LIMIT 50`);
    return `${rows.map(([line]) => String(line ?? '')).join('\n')}\n`;
  } catch (cause) {
    throw new WorldError(`The zstd data of \`${path}\` cannot be read: ${reason(cause)}`, {
      path,
      help: 'copy the file again from where it came',
      cause,
    });
  }
}
