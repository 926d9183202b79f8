import { build, type Expr } from '../../../plan/index.js';
import { arg, exprs, type SqlFunction, scalar } from './row.js';

const { call, cases, cast, isNull, lit } = build;
type FunctionName = Parameters<typeof call>[0];

const plain =
  (func: FunctionName): SqlFunction['build'] =>
  (args) =>
    call(func, ...exprs(args));

/** The alphabet of URLs has `-` and `_` (RFC 4648, section 5). */
const forUrl = (text: Expr): Expr => call('translate', text, lit('+/'), lit('-_'));
const notForUrl = cast(call('fail', lit('Illegal base64 character')), 'varbinary');
const fromUrl = (text: Expr): Expr => call('translate', text, lit('-_'), lit('+/'));

/** Functions of bytes (trino.io, "Binary functions and operators"). */
export const byteFunctions: readonly SqlFunction[] = [
  scalar('to_utf8', ['varchar'], 'varbinary', 'The text in UTF-8.', plain('bytesOfText')),
  scalar('from_utf8', ['varbinary'], 'varchar', 'The text of UTF-8.', plain('textOfBytes')),
  scalar('to_hex', ['varbinary'], 'varchar', 'Hexadecimal digits, in upper case.', plain('bytesHex')),
  scalar('from_hex', ['varchar'], 'varbinary', 'The bytes of hexadecimal digits.', (a) => {
    const valid = call('regexpLike', arg(a, 0), lit('^([0-9a-fA-F]{2})*$'));
    const failure = call('fail', call('concat', lit('Not pairs of hexadecimal digits: '), arg(a, 0)));
    const bytes = call('hexBytes', cases([[valid, arg(a, 0)]]));
    return cases(
      [
        [valid, bytes],
        [isNull(arg(a, 0)), lit(null, 'varbinary')],
      ],
      cast(failure, 'varbinary'),
    );
  }),
  scalar('to_base64', ['varbinary'], 'varchar', 'Base64.', plain('bytesBase64')),
  scalar('from_base64', ['varchar'], 'varbinary', 'The bytes of Base64.', plain('base64Bytes')),
  scalar('to_base64url', ['varbinary'], 'varchar', 'Base64 with the alphabet of URLs.', (a) =>
    forUrl(call('bytesBase64', arg(a, 0))),
  ),
  scalar('from_base64url', ['varchar'], 'varbinary', 'The bytes of Base64 with the alphabet of URLs.', (a) =>
    cases([[call('regexpLike', arg(a, 0), lit('[+/]')), notForUrl]], call('base64Bytes', fromUrl(arg(a, 0)))),
  ),
  scalar('md5', ['varbinary'], 'varbinary', 'MD5.', plain('bytesMd5')),
  scalar('sha1', ['varbinary'], 'varbinary', 'SHA-1.', plain('bytesSha1')),
  scalar('sha256', ['varbinary'], 'varbinary', 'SHA-256.', plain('bytesSha256')),
  scalar('length', ['varbinary'], 'bigint', 'How many bytes.', plain('bytesSize')),
  scalar(
    'concat',
    ['varbinary', 'varbinary'],
    'varbinary',
    'Joined bytes; NULL if one is.',
    plain('concat'),
    { rest: true },
  ),
];
