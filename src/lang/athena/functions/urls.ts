import { build, type Expr } from '../../../plan/index.js';
import { withValue } from '../lambda.js';
import type { Lowered } from '../types.js';
import { literalText } from './literals.js';
import { arg, type SqlFunction, scalar } from './row.js';

const { call, cases, cast, coalesce, lit } = build;

/** The parts of a URI (RFC 3986, appendix B); the groups are scheme, authority, path, query and fragment. */
const uri = '^(?:([^:/?#]+):)?(?://([^/?#]*))?([^?#]*)(?:[?]([^#]*))?(?:#(.*))?$';
/** What a URI may be written with; Java's parser, which Trino asks, takes no blank, quote, brace or lone `%`. */
const writable = "^(?:[A-Za-z0-9\\-._~:/?#\\[\\]@!$&'()*+,;=]|%[0-9A-Fa-f]{2}|[^\\x00-\\x7F])*$";

/** Something of a URL that is one; null for other texts. */
const inUrl = (args: readonly Lowered[], part: Expr): Expr =>
  cases([[call('regexpLike', arg(args, 0), lit(writable)), part]]);

const group = (args: readonly Lowered[], number: number): Expr =>
  call('regexpExtract', arg(args, 0), lit(uri), lit(number));

/** The part of a URL; Java, which Trino asks, decodes it. */
const part = (name: string, number: number, doc: string, isDecoded = false): SqlFunction =>
  scalar(name, ['varchar'], 'varchar', doc, (a) => {
    const text = coalesce(group(a, number), lit(''));
    return inUrl(a, isDecoded ? call('percentDecode', text) : text);
  });

/**
 * Host and port of an authority (RFC 2396, section 3.2.2): labels of letters, digits and hyphens, the last one from a
 * letter on, or an address. Any other authority has neither to Java.
 */
const label = '[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?';
const topLabel = '[A-Za-z](?:[A-Za-z0-9-]*[A-Za-z0-9])?';
const octet = '(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|0*[0-9]{1,2})';
const host = `(?:${label}[.])*${topLabel}[.]?|(?:${octet}[.]){3}${octet}|\\[[0-9A-Fa-f:.]+(?:%[A-Za-z0-9]+)?\\]`;
const hostPattern = `^(?:[^@]*@)?(${host})(?::[0-9]*)?$`;
const portPattern = `^(?:[^@]*@)?(?:${host}):([0-9]{1,10})$`;

function port(args: readonly Lowered[]): Expr {
  const digits = call('regexpExtract', group(args, 2), lit(portPattern), lit(1));
  return inUrl(args, cast(digits, 'bigint', true));
}

/** What follows a scheme without a slash is no path (RFC 2396, section 3). */
function path(args: readonly Lowered[]): Expr {
  const text = coalesce(group(args, 3), lit(''));
  const isOpaque = call('regexpLike', arg(args, 0), lit('^[^:/?#]+:[^/]'));
  return inUrl(args, cases([[isOpaque, lit('')]], call('percentDecode', text)));
}

/** The first value of this name in the query, decoded; empty without `=`. */
function parameter(args: readonly Lowered[]): Expr {
  const query = call('concat', lit('&'), group(args, 4), lit('&'));
  return withValue(query, 'varchar', ({ expr }) => {
    const start = call('concat', lit('&'), arg(args, 1));
    const whole = call('concat', start, lit('='));
    const after = call('substring', expr, call('add', call('position', expr, whole), call('length', whole)));
    const found = call('splitPart', after, lit('&'), lit(1));
    const bare = call('contains', expr, call('concat', start, lit('&')));
    const value = cases([
      [call('contains', expr, whole), call('percentDecode', found)],
      [bare, lit('')],
    ]);
    return inUrl(args, value);
  });
}

/** Functions of URLs (trino.io, "URL functions"). */
export const urlFunctions: readonly SqlFunction[] = [
  part('url_extract_protocol', 1, 'The scheme of a URL.'),
  scalar('url_extract_host', ['varchar'], 'varchar', 'The host of a URL.', (a) =>
    inUrl(a, coalesce(call('regexpExtract', group(a, 2), lit(hostPattern), lit(1)), lit(''))),
  ),
  scalar('url_extract_port', ['varchar'], 'bigint', 'The port of a URL; NULL when it names none.', port),
  scalar('url_extract_path', ['varchar'], 'varchar', 'The path of a URL, decoded.', path),
  part('url_extract_query', 4, 'What stands after the question mark of a URL, decoded.', true),
  part('url_extract_fragment', 5, 'What stands after the number sign of a URL, decoded.', true),
  scalar(
    'url_extract_parameter',
    ['varchar', 'varchar'],
    'varchar',
    'The value of a name in the query of a URL.',
    (a, site) => {
      literalText(a, 1, 'The name of the parameter', site);
      return parameter(a);
    },
  ),
];
