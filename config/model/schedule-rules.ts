import { createHash } from 'node:crypto';
import type { Deployment } from './deployment';
import type { Names } from './names';
import { distinctSchedules, type RunSchedule, writtenSchedule } from './schedules';

/** EventBridge rule of one schedule. */
export interface ScheduleRule extends RunSchedule {
  /** End of the ids of its resources; empty for the deployment's own schedule. */
  readonly id: string;
  readonly name: string;
}

/** Longest name of a rule in EventBridge. */
const LONGEST_NAME = 64;
const HASH_DIGITS = 16;

/** Signs of an expression that a rule's name can't have, and the letters for them: no expression has small letters. */
const LETTERS: Readonly<Record<string, string>> = { ' ': '.', '*': 'x', '?': 'q', '/': 's', '#': 'n', ',': '_' };

/** Rules of the distinct schedules. The first has the deployment's name, as its only one has. */
export function scheduleRules(
  { scheduleRule, applicationEntries }: Pick<Names, 'scheduleRule' | 'applicationEntries'>,
  snapshots: Parameters<typeof distinctSchedules>[1],
): readonly ScheduleRule[] {
  const [first, ...others] = distinctSchedules(applicationEntries, snapshots);
  return [
    { ...first, id: '', name: scheduleRule },
    ...others.map((schedule) => ({
      ...schedule,
      id: `-${textOf(schedule)}`,
      name: ruleName(scheduleRule, textOf(schedule)),
    })),
  ];
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

/** Name of the rule: `orders-rate.1.hour`, `orders-cron.0.2.q.x.MON-FRI.x`, or a hash in place of a long one. */
function ruleName(own: string, text: string): string {
  const name = `${own}-${text}`;
  if (name.length <= LONGEST_NAME) return name;
  const hash = createHash('sha256').update(text).digest('hex').slice(0, HASH_DIGITS);
  return `${name.slice(0, LONGEST_NAME - HASH_DIGITS - 1)}-${hash}`;
}

function textOf({ expression }: RunSchedule): string {
  const [, kind = '', fields = ''] = /^(\w+)\((.*)\)$/.exec(expression) ?? [];
  return `${kind}.${[...fields].map((sign) => LETTERS[sign] ?? sign).join('')}`;
}
