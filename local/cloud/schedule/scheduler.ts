import { randomUUID } from 'node:crypto';
import type { AwsEvent } from '../aws-events';
import { type RuleClock, readClock, startClock, tickClock, waitMs, wholeSecond } from './rule-clock';
import type { ScheduledRule } from './rule-keeper';
import type { Schedule } from './schedule';
import { parseSchedule } from './schedule-expression';
import { scheduledEvent } from './scheduled-event';

/** Fires the enabled rules. */
export interface Scheduler {
  /** Speed of schedules relative to the clock, at least 1; may be changed at any time. */
  speedUp: number;
  /** Reads the rules again after a change: new ones start to count, others stop. */
  refresh(): void;
  /** No tick comes after this. */
  stop(): void;
}

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

export function startScheduler(options: SchedulerOptions): Scheduler {
  const ticking = new Map<string, Ticking>();
  let speedUp = checkedSpeedUp(options.speedUp);
  let stopped = false;

  const arm = (rule: ScheduledRule, entry: Ticking): void => {
    clearTimeout(entry.timer);
    const delayMs = stopped ? undefined : waitMs(entry.clock, new Date(), speedUp);
    if (delayMs === undefined) return;
    entry.timer = setTimeout(() => onTimer(rule, entry), Math.min(delayMs, LONGEST_TIMER_MS));
  };
  const onTimer = (rule: ScheduledRule, entry: Ticking): void => {
    const now = new Date();
    // A timer may fire a moment early, and a long wait takes several timers.
    if (waitMs(entry.clock, now, speedUp) === 0) {
      entry.clock = tickClock(entry.clock, entry.schedule, now);
      options.fire(rule, scheduledEvent({ ...options, arn: rule.arn }, randomUUID(), wholeSecond(now)));
    }
    arm(rule, entry);
  };

  return {
    get speedUp() {
      return speedUp;
    },
    set speedUp(factor) {
      const checked = checkedSpeedUp(factor);
      const now = new Date();
      for (const entry of ticking.values()) entry.clock = readClock(entry.clock, now, speedUp);
      speedUp = checked;
      for (const rule of options.rules()) {
        const entry = ticking.get(rule.arn);
        if (entry !== undefined) arm(rule, entry);
      }
    },
    refresh: () => {
      const enabled = options.rules().filter((rule) => rule.state === 'ENABLED');
      for (const [arn, entry] of ticking) {
        const same = enabled.some((rule) => rule.arn === arn && rule.expression === entry.expression);
        if (same) continue;
        clearTimeout(entry.timer);
        ticking.delete(arn);
      }
      for (const rule of enabled) {
        if (ticking.has(rule.arn)) continue;
        const schedule = parseSchedule(rule.expression);
        const clock = startClock(schedule, new Date());
        const entry: Ticking = { expression: rule.expression, schedule, clock, timer: undefined };
        ticking.set(rule.arn, entry);
        arm(rule, entry);
      }
    },
    stop: () => {
      stopped = true;
      for (const entry of ticking.values()) clearTimeout(entry.timer);
    },
  };
}

function checkedSpeedUp(factor: number): number {
  if (factor >= 1 && Number.isFinite(factor)) return factor;
  throw new RangeError(`Speed-up of the schedule is ${factor}, expected a number from 1.`);
}
