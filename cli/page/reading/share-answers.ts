import { AsyncLocalStorage } from 'node:async_hooks';
import { elapsedMs } from '../elapsed';
import { addStep, operationOf, type PassingAnswer } from './middleware';

/** Reads whose answer serves every part of the page that asks the same: lists, states, rows of tables. */
const SHARED: ReadonlySet<string> = new Set([
  ...(['DescribeApplication', 'ListApplicationSnapshots', 'ListApplications', 'ListTagsForResource'] as const),
  ...(['DescribeAlarms', 'DescribeAlarmHistory', 'GetDashboard', 'ListMetrics'] as const),
  ...(['DescribeRule', 'ListTargetsByRule', 'GetFunctionConfiguration', 'GetFunctionConcurrency'] as const),
  ...(['GetQueueUrl', 'GetQueueAttributes', 'ListSubscriptionsByTopic', 'GetCallerIdentity'] as const),
  ...(['DescribeQueryDefinitions', 'Query', 'GetItem'] as const),
]);

interface Kept {
  readonly at: number;
  readonly answer: Promise<PassingAnswer>;
}

/** Result of work, and the time of the oldest answer that it has. */
export interface Dated<T> {
  readonly value: T;
  readonly readAt: Date;
}

/** Function that does work and says how old the answers are that it got. */
export type DatesAnswers = <T>(work: () => Promise<T>) => Promise<Dated<T>>;

/**
 * Answers that were read a short time ago. Status, time line and alarms ask the same of AWS: each list is read once for
 * all of them, also while the first of them still waits for it.
 */
export class SharedAnswers {
  private readonly kept = new Map<string, Kept>();
  private readonly work = new AsyncLocalStorage<{ oldest: number }>();

  /** @param keepMs time for which an answer serves. */
  constructor(
    private readonly keepMs: number,
    private readonly now: () => number = () => Date.now(),
  ) {}

  /** Lets the reads of a client be shared. */
  share(client: unknown): void {
    addStep(client, { step: 'initialize', name: 'sharedAnswers', priority: 'high' }, (next, context) => (args) => {
      if (!SHARED.has(operationOf(context))) return next(args);
      const key = `${context.clientName} ${context.commandName} ${JSON.stringify(args.input)}`;
      return this.answer(key, () => next(args));
    });
  }

  /** Does work, and says when the oldest of the answers that it got was asked for: it may be from before the work. */
  readonly dated: DatesAnswers = async (work) => {
    const seen = { oldest: this.now() };
    const value = await this.work.run(seen, work);
    return { value, readAt: new Date(seen.oldest) };
  };

  /** Forgets all: something was changed from here. */
  forget(): void {
    this.kept.clear();
  }

  private answer(key: string, read: () => Promise<PassingAnswer>): Promise<PassingAnswer> {
    const now = this.now();
    for (const [each, { at }] of this.kept) if (elapsedMs(at, now) >= this.keepMs) this.kept.delete(each);
    const found = this.kept.get(key);
    const seen = this.work.getStore();
    if (seen) seen.oldest = Math.min(seen.oldest, found?.at ?? now);
    if (found !== undefined) return found.answer;
    const kept = { at: now, answer: read() };
    this.kept.set(key, kept);
    kept.answer.catch(() => {
      if (this.kept.get(key) === kept) this.kept.delete(key);
    });
    return kept.answer;
  }
}
