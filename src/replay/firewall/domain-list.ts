import type { Members } from '../document/members.js';
import type { RuleGroupContext } from './build-rules.js';
import type { RuleOrder, StatefulAction, StatefulRule } from './model.js';
import { namesMatch } from './name-match.js';
import { readAddresses, readPorts } from './variables.js';

const actions: Readonly<Record<string, StatefulAction>> = {
  ALLOWLIST: 'pass',
  DENYLIST: 'drop',
  REJECTLIST: 'reject',
  ALERTLIST: 'alert',
};

const protocols: Readonly<Record<string, string>> = { TLS_SNI: 'tls', HTTP_HOST: 'http' };

/**
 * The rules that AWS generates from a domain list (Network Firewall Developer Guide, "Stateful domain list rule groups"):
 * from the home net to everything else; `.example.com` is the name and all below it, `example.com` itself alone. An
 * allow list also drops the rest of the same protocol, in default action order only.
 */
export function domainRules(source: Members, context: RuleGroupContext, order: RuleOrder): StatefulRule[] {
  const list = source.child('RulesSourceList');
  if (list === undefined) return [];
  list.only('`RulesSourceList`', 'Targets', 'TargetTypes', 'GeneratedRulesType');
  const kind = list.text('GeneratedRulesType') ?? '';
  const action = actions[kind];
  if (action === undefined) {
    list.wrong(list.spanOf('GeneratedRulesType'), `one of ${Object.keys(actions).join(', ')}`);
    return [];
  }
  const header = headerOf(context);
  const types = list.texts('TargetTypes').flatMap(({ value, span }) => {
    const protocol = protocols[value];
    if (protocol === undefined) list.wrong(span, '`TLS_SNI` or `HTTP_HOST`');
    return protocol ?? [];
  });
  return types.flatMap((protocol) => {
    const named = list.texts('Targets').map(({ value, span }) => {
      const target = value.toLowerCase();
      const text = `${action} ${protocol} to ${target}`;
      return {
        ...generated(text, action, protocol, context, span.start, header),
        conditions: [forTarget(target), inData],
      };
    });
    if (kind !== 'ALLOWLIST' || order === 'strict') return named;
    const text = `drop ${protocol} to names that are not listed`;
    const rest = generated(text, 'drop', protocol, context, list.span.start, header);
    return [...named, { ...rest, conditions: [inData] }];
  });
}

type Header = Pick<StatefulRule, 'source' | 'sourcePorts' | 'destination' | 'destinationPorts'>;

function headerOf({ variables, refuse }: RuleGroupContext): Header {
  const word = (text: string) => ({ text, span: { start: 0, end: 0 } });
  const source = readAddresses(word('$HOME_NET'), variables, refuse);
  const destination = readAddresses(word('$EXTERNAL_NET'), variables, refuse);
  const ports = readPorts(word('any'), variables, refuse);
  if (!source || !destination || !ports) throw new RangeError('both nets are defined for every group');
  return { source, destination, sourcePorts: ports, destinationPorts: ports };
}

function generated(
  text: string,
  action: StatefulAction,
  protocol: string,
  context: RuleGroupContext,
  offset: number,
  header: Header,
): StatefulRule {
  const rule = {
    layer: 'network firewall',
    owner: context.group,
    text,
    place: context.placeOf(offset),
    allows: action === 'pass',
  } as const;
  return { rule, action, protocol, ...header, bothWays: false, priority: 1, conditions: [], plain: null };
}

/** What AWS writes as `flow:to_server, established`. */
const inData: StatefulRule['conditions'][number] = ({ toServer, established }) => toServer && established;

function forTarget(target: string): StatefulRule['conditions'][number] {
  const whole = !target.startsWith('.');
  const content = {
    ...{ content: target, negated: false, nocase: true, elsewhere: false },
    ...{ startswith: whole, endswith: true, dotprefix: !whole },
  };
  return ({ flow }) => namesMatch([content], flow.names);
}
