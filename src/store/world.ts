import { WorldError } from '../base/index.js';
import { reason } from './engine.js';

const full = /no space left|disk quota exceeded|file too large|ENOSPC|EDQUOT|EFBIG/i;
const interrupted = /INTERRUPT/;
const fatal = new WeakSet<WorldError>();

function markFatal(error: WorldError): WorldError {
  fatal.add(error);
  return error;
}

/** Whether the work was stopped on purpose. */
export function isAbort(cause: unknown): boolean {
  return cause instanceof Error && (cause.name === 'AbortError' || interrupted.test(cause.message));
}

/**
 * A failure that ends the whole run and not only one source: the disk is full, or the engine has no memory left.
 * Undefined for anything else.
 */
export function fatalError(cause: unknown, lakePath: string): WorldError | undefined {
  if (!(cause instanceof Error)) return undefined;
  // Seen by an inner reader already.
  if (cause instanceof WorldError) return fatal.has(cause) ? cause : undefined;
  if (full.test(cause.message)) {
    return markFatal(
      new WorldError(`The disk of the lake \`${lakePath}\` is full: ${reason(cause)}`, {
        path: lakePath,
        help: 'make room and run again; what was taken before stays, the rest is taken then',
        cause,
      }),
    );
  }
  if (/out of memory|failed to allocate/i.test(cause.message)) {
    return markFatal(
      new WorldError(`The engine has not enough memory: ${reason(cause)}`, {
        path: lakePath,
        help: 'raise `--memory-limit`, or let fewer threads run with `--threads`',
        cause,
      }),
    );
  }
  return undefined;
}

/**
 * The cure for a damaged lake. Everything in it comes from the logs, but for what was made in it: Athena's databases, tables,
 * views and prepared queries.
 */
export const rebuildLake =
  'keep `athena-catalog.json` and `tables/` of the lake, which have the tables and views made in it; remove the rest and take the logs in again: that comes from them';

/** The error that an abort ends with, whatever noticed it first. */
export function abortError(): Error {
  return new DOMException('Taking logs in was stopped', 'AbortError');
}

const worldKinds =
  /^(?:IO|Out of Memory|Connection|Permission|Serialization|Fatal) Error: |^(?:EACCES|EROFS|EPERM|ENOSPC|EMFILE|EIO|ENOENT)\b/;

/**
 * A failure of the engine or of the system that is no defect, as a WorldError: a file of the lake that is gone or
 * damaged, a disk, memory. Anything else is given back as it is.
 */
export function worldFailure(cause: unknown, lakePath: string): unknown {
  if (!(cause instanceof Error) || cause instanceof WorldError) return cause;
  const fatalOne = fatalError(cause, lakePath);
  if (fatalOne !== undefined) return fatalOne;
  const damaged = /parquet|magic bytes|snappy|zstd|corrupt/i.test(cause.message);
  if (!worldKinds.test(cause.message) && !damaged) return cause;
  return new WorldError(
    `The lake \`${lakePath}\` cannot be read: ${reason(cause).replace(/^[A-Z][A-Za-z ]+ Error: /, '')}`,
    {
      path: lakePath,
      help: `when a file of it is missing or damaged, ${rebuildLake}`,
      cause,
    },
  );
}
