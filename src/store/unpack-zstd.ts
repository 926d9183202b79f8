import { WorldError } from '../base/index.js';
import { sql, text } from '../dialect/index.js';
import { checkZstdFrames } from '../ingest/index.js';
import { type Engine, reason } from './engine.js';
import { fatalError, isAbort } from './world.js';

/**
 * Writes the text of a zstd file to `target`. Node 20 has no zstd; the engine has, but only inside its readers, so the
 * lines go through it as they are. Throws a WorldError when the file is cut off or corrupt.
 */
export async function unpackZstd(
  engine: Engine,
  path: string,
  target: string,
  lakePath: string,
): Promise<void> {
  await checkZstdFrames(path);
  try {
    await engine.execute(sql`COPY (SELECT line FROM read_csv(${text(path)}, compression='zstd', header=false,
        auto_detect=false, delim='\u0001', quote='', escape='', strict_mode=false, parallel=false, columns={'line': 'VARCHAR'}))
      TO ${text(target)} (FORMAT csv, HEADER false, QUOTE '', ESCAPE '', DELIMITER '\u0001', NULLSTR '')`);
  } catch (cause) {
    const fatal = isAbort(cause) ? cause : fatalError(cause, lakePath);
    if (fatal !== undefined) throw fatal;
    throw new WorldError(`The zstd data of \`${path}\` cannot be read: ${reason(cause)}`, {
      path,
      help: 'copy the file again from where it came; nothing of it was taken',
      cause,
    });
  }
}
