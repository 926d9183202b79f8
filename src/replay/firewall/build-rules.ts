import { nearest } from '../../base/index.js';
import type { RuleDocument } from '../document/members.js';
import { OptionReader } from './condition.js';
import { type StatefulAction, type StatefulRule, statefulActions } from './model.js';
import { firewallProtocols } from './protocols.js';
import { parseRules, type Refuse, type RuleText } from './suricata-text.js';
import { readAddresses, readPorts, type Variables } from './variables.js';

/** Where rules come from: their group's name, and what names in them stand for. */
export interface RuleGroupContext {
  readonly group: string;
  readonly variables: Variables;
  /** `FILE:LINE:COLUMN` of an offset in the text that was parsed. */
  readonly placeOf: (offset: number) => string;
  readonly refuse: Refuse;
  /** Places of the group's rules by their numbers, so far. */
  readonly sids: Map<string, string>;
}

/** Stateful rules from text. */
export function buildRules(text: string, context: RuleGroupContext): StatefulRule[] {
  return parseRules(text, context.refuse).flatMap((rule) => {
    const line = text.slice(rule.span.start, rule.span.end).replaceAll(/\\?\s+/g, ' ');
    return buildRule(rule, line, context) ?? [];
  });
}

/** One rule, or undefined when something in it is refused. */
export function buildRule(rule: RuleText, line: string, context: RuleGroupContext): StatefulRule | undefined {
  const { refuse, variables } = context;
  const action = actionOf(rule, refuse);
  const protocol = protocolOf(rule, refuse);
  const source = readAddresses(rule.source, variables, refuse);
  const sourcePorts = readPorts(rule.sourcePort, variables, refuse);
  const destination = readAddresses(rule.destination, variables, refuse);
  const destinationPorts = readPorts(rule.destinationPort, variables, refuse);
  const bothWays = directionOf(rule, refuse);
  const { sid, ...options } = new OptionReader(refuse).read(rule.options);
  if (sid === null)
    refuse(
      'rule-without-sid',
      rule.span,
      'The rule has no `sid`.',
      'give every rule a number of its own: sid:1;',
    );
  else noteSid(sid, rule, context);
  if (action === undefined || protocol === undefined || bothWays === undefined) return undefined;
  if (!source || !sourcePorts || !destination || !destinationPorts) return undefined;
  return {
    rule: {
      layer: 'network firewall',
      owner: context.group,
      text: shortened(line, sid),
      place: context.placeOf(rule.span.start),
      allows: action === 'pass',
    },
    ...{ action, protocol, source, sourcePorts, destination, destinationPorts, bothWays, ...options },
  };
}

/** Suricata keeps one of two rules with the same number. */
function noteSid(sid: string, rule: RuleText, { sids, placeOf, refuse }: RuleGroupContext): void {
  const before = sids.get(sid);
  if (before === undefined) sids.set(sid, placeOf(rule.span.start));
  else {
    refuse(
      'rule-sid-twice',
      rule.span,
      `The number \`sid:${sid}\` is that of the rule at ${before} too.`,
      'give every rule of a group a number of its own',
    );
  }
}

/** The header and the number: what names a rule in a list. */
function shortened(line: string, sid: string | null): string {
  const header = line.slice(0, Math.max(0, line.indexOf('('))).trim();
  return sid === null ? header : `${header} (sid ${sid})`;
}

function actionOf({ action }: RuleText, refuse: Refuse): StatefulAction | undefined {
  const text = action.text.toLowerCase();
  // The sender's side or both of a reset make no difference to who is kept from whom.
  const known = statefulActions.find(
    (each) => each === text || (each === 'reject' && /^reject(?:src|dst|both)$/.test(text)),
  );
  if (known === undefined)
    refuse(
      'rule-action',
      action.span,
      `\`${action.text}\` is no action.`,
      'write pass, drop, reject or alert',
    );
  return known;
}

function protocolOf({ protocol }: RuleText, refuse: Refuse): string | undefined {
  const text = protocol.text.toLowerCase();
  if (firewallProtocols[text] !== undefined) return text;
  const near = nearest(text, Object.keys(firewallProtocols));
  const help =
    near === undefined
      ? `known are ${Object.keys(firewallProtocols).join(', ')}`
      : `the nearest known is \`${near}\``;
  refuse('rule-protocol', protocol.span, `\`${protocol.text}\` is no protocol of Network Firewall.`, help);
  return undefined;
}

function directionOf({ direction }: RuleText, refuse: Refuse): boolean | undefined {
  if (direction.text === '->' || direction.text === '<>') return direction.text === '<>';
  refuse('rule-direction', direction.span, `\`${direction.text}\` is no direction.`, 'write -> or <>');
  return undefined;
}

/**
 * How offsets of a JSON string's value lie in the document: a place in `RulesString` is shown in the file. Offsets that
 * point behind the value point at its closing quote.
 */
export function offsetsIn(document: RuleDocument, start: number): (offset: number) => number {
  const raw = document.text;
  const at: number[] = [];
  for (let from = start + 1; raw[from] !== '"' && from < raw.length; ) {
    at.push(from);
    from += raw[from] === '\\' ? (raw[from + 1] === 'u' ? 6 : 2) : 1;
  }
  const end = (at.at(-1) ?? start) + 1;
  return (offset) => at[offset] ?? end;
}
