import { ALARM_STATES, type AlarmState } from './alarm';

/** Rule of a composite, with the alarms it depends on. */
export interface CompositeRule {
  /** Names of the alarms it asks about. */
  readonly alarmNames: readonly string[];
  /** An alarm that does not exist is in no state. */
  isTrue(stateOf: (alarmName: string) => AlarmState | undefined): boolean;
}

type StateOf = (alarmName: string) => AlarmState | undefined;
type Term = (stateOf: StateOf) => boolean;

/** Alarm names and ARNs may be quoted, and have to be when they hold brackets or blanks. */
const TOKEN =
  /\s*(?:(ALARM|OK|INSUFFICIENT_DATA)\s*\(\s*(?:"([^"]+)"|'([^']+)'|([^\s()"']+))\s*\)|(TRUE|FALSE|AND|OR|NOT|\(|\)))/y;

/**
 * Reads the rule of a composite alarm: `ALARM(name)`, `OK(name)`, `INSUFFICIENT_DATA(name)`, TRUE, FALSE, AND, OR, NOT
 * and brackets. https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutCompositeAlarm.html
 */
export function parseCompositeRule(rule: string): CompositeRule {
  const alarmNames: string[] = [];
  const tokens = tokenize(rule, alarmNames);
  let position = 0;
  const takeIf = (word: string): boolean => {
    if (tokens[position] !== word) return false;
    position += 1;
    return true;
  };
  const either = (): Term => {
    let left = both();
    while (takeIf('OR')) left = or(left, both());
    return left;
  };
  const both = (): Term => {
    let left = single();
    while (takeIf('AND')) left = and(left, single());
    return left;
  };
  const single = (): Term => {
    if (takeIf('NOT')) {
      const term = single();
      return (stateOf) => !term(stateOf);
    }
    if (takeIf('(')) {
      const inner = either();
      if (!takeIf(')')) throw new Error(`Alarm rule "${rule}": a bracket is not closed.`);
      return inner;
    }
    if (takeIf('TRUE')) return () => true;
    if (takeIf('FALSE')) return () => false;
    const token = tokens[position];
    if (typeof token !== 'function') {
      throw new Error(`Alarm rule "${rule}": found ${token ?? 'the end'}, expected a state such as ALARM(name).`);
    }
    position += 1;
    return token;
  };
  const term = either();
  if (position < tokens.length) throw new Error(`Alarm rule "${rule}": unexpected text after its end.`);
  return { alarmNames, isTrue: term };
}

const or =
  (left: Term, right: Term): Term =>
  (stateOf) =>
    left(stateOf) || right(stateOf);
const and =
  (left: Term, right: Term): Term =>
  (stateOf) =>
    left(stateOf) && right(stateOf);

function tokenize(rule: string, alarmNames: string[]): readonly (string | Term)[] {
  const tokens: (string | Term)[] = [];
  const end = rule.trimEnd().length;
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < end) {
    const from = TOKEN.lastIndex;
    const match = TOKEN.exec(rule);
    if (match === null) throw new Error(`Alarm rule "${rule}": cannot read from "${rule.slice(from)}".`);
    const [, state, doubleQuoted, singleQuoted, bare, word] = match;
    const reference = doubleQuoted ?? singleQuoted ?? bare;
    if (word !== undefined) tokens.push(word);
    const wanted = ALARM_STATES.find((candidate) => candidate === state);
    if (reference !== undefined && wanted !== undefined) {
      const name = reference.includes(':alarm:') ? reference.slice(reference.indexOf(':alarm:') + 7) : reference;
      alarmNames.push(name);
      tokens.push((stateOf: StateOf) => stateOf(name) === wanted);
    }
  }
  return tokens;
}
