import { nearest } from '../../base/index.js';
import { protocolNumber } from '../../net/index.js';
import type { Match } from '../match.js';
import type { Unknown } from '../reasons.js';
import { type Keyword, keywords } from './keywords.js';
import type { Packet, PlainOptions } from './model.js';
import { type ContentMatch, decodeContent, namesMatch } from './name-match.js';
import type { Refuse, RuleOption, Word } from './suricata-text.js';

export type Condition = (packet: Packet) => Match;

/** What the options of a rule come to. */
export interface Options {
  readonly conditions: readonly Condition[];
  readonly sid: string | null;
  /** 1 to 255; 3 when the rule names none (Suricata User Guide, "Priority"). */
  readonly priority: number;
  readonly plain: PlainOptions | null;
}

const usualPriority = 3;

/** Reads the options of one rule, in their order: a content belongs to the buffer that stands before it. */
export class OptionReader {
  readonly #conditions: Condition[] = [];
  readonly #names: ContentMatch[] = [];
  #buffer: 'payload' | 'name' = 'payload';
  #content: ContentMatch | undefined;
  /** `dotprefix` stands before the content that it changes. */
  #dotprefix = false;
  #sid: string | null = null;
  #plain: PlainOptions | null = { toServer: null, established: null, protocol: null };
  #priority = usualPriority;

  constructor(readonly refuse: Refuse) {}

  read(options: readonly RuleOption[]): Options {
    for (const option of options) this.#option(option);
    const names = this.#names;
    if (names.length > 0) this.#conditions.unshift(({ flow }) => namesMatch(names, flow.names));
    const plain = names.length > 0 ? null : this.#plain;
    return { conditions: this.#conditions, sid: this.#sid, priority: this.#priority, plain };
  }

  /** Adds to what plain options ask for; what contradicts is asked for by the conditions alone. */
  #narrow(part: Partial<PlainOptions> | null): void {
    const plain = this.#plain;
    if (plain === null || part === null) {
      this.#plain = null;
      return;
    }
    const keys = Object.keys(part) as (keyof PlainOptions)[];
    const fits = keys.every((key) => plain[key] === null || plain[key] === part[key]);
    this.#plain = fits ? { ...plain, ...part } : null;
  }

  #option(option: RuleOption): void {
    const { keyword, value } = option;
    const known = keywords[keyword.text];
    if (known === undefined) {
      this.#unknown(keyword);
      return;
    }
    if (!this.#valueFits(option, known)) return;
    const text = value?.text ?? '';
    switch (known.effect) {
      case 'note':
        return;
      case 'sid':
        this.#sid = text;
        return;
      case 'priority':
        this.#priority = this.#number(value ?? keyword, 1, 255) ?? usualPriority;
        return;
      case 'flow':
        this.#flow(value ?? keyword);
        return;
      case 'flowbits':
        // Only a question keeps a rule from matching; the rest takes notes for other rules.
        if (/^(?:isset|isnotset)\b/.test(text)) this.#needs('payload-not-logged');
        return;
      case 'ip-protocol':
        this.#ipProtocol(value ?? keyword);
        return;
      case 'icmp':
        this.#narrow(null);
        this.#conditions.push(({ flow }) =>
          flow.protocol === 1 || flow.protocol === 58 ? 'icmp-type-not-logged' : false,
        );
        return;
      case 'name':
        this.#buffer = 'name';
        this.#content = undefined;
        return;
      case 'buffer':
        this.#buffer = 'payload';
        this.#content = undefined;
        this.#needs('payload-not-logged');
        return;
      case 'content':
        this.#readContent(value ?? keyword);
        return;
      case 'position':
        this.#position(keyword);
        return;
      default:
        this.#needs(known.effect);
    }
  }

  #unknown({ text, span }: Word): void {
    const near = nearest(text, Object.keys(keywords));
    this.refuse(
      'rule-unknown-keyword',
      span,
      `The keyword \`${text}\` is not known, and may change what the rule matches.`,
      near === undefined
        ? 'the reference of replay lists the keywords that are read'
        : `the nearest known is \`${near}\``,
    );
  }

  #valueFits({ keyword, value }: RuleOption, known: Keyword): boolean {
    if (known.value === 'optional' || (known.value === 'none') === (value === null)) return true;
    const expected = known.value === 'none' ? 'stands without a value' : 'needs a value after `:`';
    this.refuse('rule-option', keyword.span, `\`${keyword.text}\` ${expected}.`);
    return false;
  }

  #needs(reason: Unknown): void {
    this.#narrow(null);
    this.#conditions.push(() => reason);
  }

  #flow(value: Word): void {
    for (const part of value.text.split(',')) {
      const condition = flowConditions[part.trim()];
      if (condition === undefined) {
        const accepted = Object.keys(flowConditions).join(', ');
        this.refuse(
          'rule-option',
          value.span,
          `\`flow\` does not know \`${part.trim()}\`.`,
          `known are ${accepted}`,
        );
      } else if (condition !== null) {
        this.#narrow(plainFlow[part.trim()] ?? null);
        this.#conditions.push(condition);
      }
    }
  }

  #ipProtocol(value: Word): void {
    const match = /^([!<>])?\s*(.+)$/.exec(value.text);
    const number = protocolNumber(match?.[2] ?? '');
    if (number === undefined) {
      this.refuse(
        'rule-option',
        value.span,
        `\`${value.text}\` is no protocol.`,
        'write a number or a name, with `!`, `<` or `>` before it',
      );
      return;
    }
    const compare = {
      '!': (a: number) => a !== number,
      '<': (a: number) => a < number,
      '>': (a: number) => a > number,
    };
    const sign = match?.[1] as '!' | '<' | '>' | undefined;
    this.#narrow(sign === undefined ? { protocol: number } : null);
    const test = sign === undefined ? (a: number) => a === number : compare[sign];
    this.#conditions.push(({ flow }) => test(flow.protocol));
  }

  #readContent(value: Word): void {
    const decoded = decodeContent(value.text);
    if (decoded === undefined) {
      this.refuse(
        'rule-option',
        value.span,
        `\`${value.text}\` is no content.`,
        'write it in double quotes, bytes as |0d 0a|',
      );
      return;
    }
    if (this.#buffer === 'payload') {
      this.#content = undefined;
      this.#needs('payload-not-logged');
      return;
    }
    const shape = { nocase: false, startswith: false, endswith: false, elsewhere: false };
    this.#content = { ...decoded, ...shape, dotprefix: this.#dotprefix };
    this.#names.push(this.#content);
  }

  #position({ text }: Word): void {
    if (text === 'dotprefix') this.#dotprefix = true;
    if (this.#content === undefined) return;
    if (text === 'nocase' || text === 'startswith' || text === 'endswith') this.#content[text] = true;
    else if (text !== 'dotprefix' && text !== 'to_lowercase') this.#content.elsewhere = true;
  }

  #number({ text, span }: Word, min: number, max: number): number | undefined {
    const number = /^\d{1,5}$/.test(text) ? Number(text) : -1;
    if (number >= min && number <= max) return number;
    this.refuse('rule-option', span, `\`${text}\` is no whole number from ${min} to ${max}.`);
    return undefined;
  }
}

/** Words of `flow` (Suricata User Guide, "flow"); null asks for nothing that packets differ in. */
const flowConditions: Readonly<Record<string, Condition | null>> = {
  to_server: ({ toServer }) => toServer,
  from_client: ({ toServer }) => toServer,
  to_client: ({ toServer }) => !toServer,
  from_server: ({ toServer }) => !toServer,
  established: ({ established }) => established,
  not_established: ({ established }) => !established,
  stateless: null,
  no_stream: null,
  only_stream: ({ established }) => established,
  no_frag: null,
  only_frag: () => 'payload-not-logged',
};

/** The same words as kinds of packets; what is not here asks for more. */
const plainFlow: Readonly<Record<string, Partial<PlainOptions>>> = {
  to_server: { toServer: true },
  from_client: { toServer: true },
  to_client: { toServer: false },
  from_server: { toServer: false },
  established: { established: true },
  not_established: { established: false },
  only_stream: { established: true },
};
