import { randomUUID } from 'node:crypto';
import type { Schedule } from '../../../lambda-src/snapshot-manager/domain/schedule/schedule';
import { parseSchedule } from '../../../lambda-src/snapshot-manager/domain/schedule/schedule-expression';
import type { AwsEvent } from '../aws-events';
import {
  countFromLastEvent,
  type RuleClock,
  readClock,
  startClock,
  tickClock,
  waitMs,
  wholeSecond,
} from './rule-clock';
import type { ScheduledRule } from './rule-keeper';
import { scheduledEvent } from './scheduled-event';

export interface SchedulerOptions {
  readonly accountId: string;
  readonly region: string;
  readonly speedUp: number;
  readonly rules: () => readonly ScheduledRule[];
  /** Called once a tick; takes care of its own failures. */
  readonly fire: (rule: ScheduledRule, event: AwsEvent) => void;
}

interface Ticking {
  readonly expression: string;
  readonly schedule: Schedule;
  clock: RuleClock;
  timer: NodeJS.Timeout | undefined;
}

/** setTimeout takes at most 2^31-1 ms, 24.8 days; rate(30 days) is longer. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** Fires the enabled rules. */
export class Scheduler {
  private readonly ticking = new Map<string, Ticking>();
  private factor: number;
  private isStopped = false;

  constructor(private readonly options: SchedulerOptions) {
    this.factor = checkedSpeedUp(options.speedUp);
  }

  /**
   * Speed of rates relative to the clock, at least 1; may be changed at any time. A cron names times of the clock, such
   * as the beginning of a window in which something is allowed: it keeps them.
   */
  get speedUp(): number {
    return this.factor;
  }

  set speedUp(wanted: number) {
    const factor = checkedSpeedUp(wanted);
    const now = new Date();
    for (const entry of this.ticking.values()) {
      const isSlowedDown = factor === 1 && this.factorOf(entry) > 1;
      const clock = readClock(entry.clock, now, this.factorOf(entry));
      entry.clock = isSlowedDown ? countFromLastEvent(clock, entry.schedule, now) : clock;
    }
    this.factor = factor;
    for (const rule of this.options.rules()) {
      const entry = this.ticking.get(rule.arn);
      if (entry !== undefined) this.arm(rule, entry);
    }
  }

  /** Reads the rules again after a change: new ones start to count, others stop. */
  refresh(): void {
    const enabled = this.options.rules().filter((rule) => rule.state === 'ENABLED');
    for (const [arn, entry] of this.ticking) {
      const same = enabled.some((rule) => rule.arn === arn && rule.expression === entry.expression);
      if (same) continue;
      clearTimeout(entry.timer);
      this.ticking.delete(arn);
    }
    for (const rule of enabled) {
      if (this.ticking.has(rule.arn)) continue;
      const schedule = parseSchedule(rule.expression);
      const clock = startClock(schedule, new Date());
      const entry: Ticking = { expression: rule.expression, schedule, clock, timer: undefined };
      this.ticking.set(rule.arn, entry);
      this.arm(rule, entry);
    }
  }

  /**
   * Fires a rule now, besides its ticks.
   *
   * @throws Error when there is no enabled rule of that name.
   */
  fire(ruleName: string): AwsEvent {
    const rule = this.options.rules().find(({ name }) => name === ruleName);
    const entry = rule === undefined ? undefined : this.ticking.get(rule.arn);
    if (rule === undefined || entry === undefined) {
      const known = [...this.options.rules()].map(({ name, state }) => `${name} (${state})`).join(', ') || 'none';
      throw new Error(`There is no enabled scheduled rule "${ruleName}". Rules: ${known}.`);
    }
    const now = wholeSecond(new Date());
    const last = entry.clock.lastEventTime;
    // No two events of a rule may share a second.
    const time = last !== undefined && last >= now ? new Date(last.getTime() + 1_000) : now;
    entry.clock = { ...entry.clock, lastEventTime: time };
    this.arm(rule, entry);
    const event = scheduledEvent({ ...this.options, arn: rule.arn }, randomUUID(), time);
    this.options.fire(rule, event);
    return event;
  }

  /** No tick comes after this. */
  stop(): void {
    this.isStopped = true;
    for (const entry of this.ticking.values()) clearTimeout(entry.timer);
  }

  private factorOf({ expression }: Ticking): number {
    return expression.startsWith('cron(') ? 1 : this.factor;
  }

  private arm(rule: ScheduledRule, entry: Ticking): void {
    clearTimeout(entry.timer);
    const delayMs = this.isStopped ? undefined : waitMs(entry.clock, new Date(), this.factorOf(entry));
    if (delayMs === undefined) return;
    entry.timer = setTimeout(() => this.tick(rule, entry), Math.min(delayMs, LONGEST_TIMER_MS));
  }

  private tick(rule: ScheduledRule, entry: Ticking): void {
    const now = new Date();
    // A timer may fire a moment early, and a long wait takes several timers.
    if (waitMs(entry.clock, now, this.factorOf(entry)) === 0) {
      entry.clock = tickClock(entry.clock, entry.schedule, now);
      this.options.fire(rule, scheduledEvent({ ...this.options, arn: rule.arn }, randomUUID(), wholeSecond(now)));
    }
    this.arm(rule, entry);
  }
}

function checkedSpeedUp(factor: number): number {
  if (factor >= 1 && Number.isFinite(factor)) return factor;
  throw new RangeError(`Speed-up of the schedule is ${factor}, expected a number from 1.`);
}
