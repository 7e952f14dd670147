import { createHash } from 'node:crypto';
import type { Deployment } from './deployment';
import type { Names } from './names';
import { distinctSchedules, type RunSchedule, writtenSchedule } from './schedules';

/** EventBridge rule of one schedule. */
export interface ScheduleRule extends RunSchedule {
  /** End of the ids of its resources; empty for the deployment's own schedule. */
  readonly id: string;
  readonly name: string;
  /** Id of the statement by which the rule may invoke the function, once in its policy. */
  readonly statementId: string;
}

/** Longest name of a rule in EventBridge. */
const LONGEST_NAME = 64;
/** Longest id of a statement in a function's policy, and its signs. */
const LONGEST_STATEMENT_ID = 100;
const NOT_OF_A_STATEMENT_ID = /[^a-zA-Z0-9_-]/g;
const HASH_DIGITS = 16;

/** Signs of an expression that a rule's name can't have, and the letters for them: no expression has small letters. */
const LETTERS: Readonly<Record<string, string>> = { ' ': '.', '*': 'x', '?': 'q', '/': 's', '#': 'n', ',': '_' };

/** Rules of the distinct schedules. The first has the deployment's name, as its only one has. */
export function scheduleRules(
  { scheduleRule, applicationEntries }: Pick<Names, 'scheduleRule' | 'applicationEntries'>,
  snapshots: Parameters<typeof distinctSchedules>[1],
): readonly ScheduleRule[] {
  const [first, ...others] = distinctSchedules(applicationEntries, snapshots);
  const rules = [
    { ...first, id: '', name: scheduleRule },
    ...others.map((schedule) => ({
      ...schedule,
      id: `-${textOf(schedule)}`,
      name: shortened(`${scheduleRule}-${textOf(schedule)}`, LONGEST_NAME, textOf(schedule)),
    })),
  ];
  const plain = rules.map(({ id }) => plainStatementId(id));
  return rules.map((rule, index) => ({ ...rule, statementId: statementId(rule.id, plain, index) }));
}

/** Rules of a deployment, as its settings made them. */
export function rulesOf({
  rule,
  applications,
  schedule,
}: Pick<Deployment, 'rule' | 'applications' | 'schedule'>): readonly ScheduleRule[] {
  const applicationEntries = applications.map((application) => writtenSchedule(application.schedule));
  return scheduleRules({ scheduleRule: rule, applicationEntries }, writtenSchedule(schedule));
}

function plainStatementId(id: string): string {
  return `ThisRuleInvokes${id.replaceAll(NOT_OF_A_STATEMENT_ID, '_')}`;
}

/**
 * Id of a statement. A space and a comma both become `_`: where two rules would have one id, each ends with a hash. Other
 * rules keep the id without one, because the function may not be invoked while a new id replaces an old one.
 */
function statementId(id: string, plain: readonly string[], index: number): string {
  const own = plain[index] ?? '';
  const isOnly = plain.indexOf(own) === plain.lastIndexOf(own);
  return isOnly ? shortened(own, LONGEST_STATEMENT_ID, id) : withHash(own, LONGEST_STATEMENT_ID, id);
}

/** The text, or its beginning and a hash in place of a long one: `orders-rate.1.hour`, `orders-cron.0.2.q.x.MON-FRI.x`. */
function shortened(text: string, longest: number, hashed: string): string {
  return text.length <= longest ? text : withHash(text, longest, hashed);
}

function withHash(text: string, longest: number, hashed: string): string {
  const hash = createHash('sha256').update(hashed).digest('hex').slice(0, HASH_DIGITS);
  return `${text.slice(0, longest - HASH_DIGITS - 1)}-${hash}`;
}

function textOf({ expression }: RunSchedule): string {
  const [, kind = '', fields = ''] = /^(\w+)\((.*)\)$/.exec(expression) ?? [];
  return `${kind}.${[...fields].map((sign) => LETTERS[sign] ?? sign).join('')}`;
}
