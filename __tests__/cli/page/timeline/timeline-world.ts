import { ConditionalCheckFailedException, type DynamoDBClient, type PutItemCommand } from '@aws-sdk/client-dynamodb';
import { TIMELINE_FLAGS, TIMELINE_ORIGINS, type TimelineDocument } from '../../../../cli/page/api/timeline';
import type { TimelineFacts } from '../../../../cli/page/timeline/facts';
import { timelineRow } from '../../../../cli/page/timeline/timeline-row';
import { type ActionRow, writeActionRow } from '../../../../cli/recovery/action-row';
import { AUDIT } from '../../../../lambda-src/contract';
import type { AuditItem } from '../../../../lambda-src/snapshot-manager/aws/audit-item';
import { FakeWorld } from '../../../lambda-src/fakes/fake-world';

export const NAME = 'orders';
const START = Date.parse('2026-11-23T10:20:00Z');
const MINUTE_MS = 60_000;

/** Deployment `demo` with the application `orders`, whose life is lived by the manager's own code; `keepLast: 3`. */
export class TimelineWorld {
  readonly world = new FakeWorld(NAME);
  private runs = 0;
  private requests = 0;

  /** Lives the next event of the schedule, ten minutes after the one before. @returns its time. */
  async run(): Promise<Date> {
    const time = new Date(START + this.runs * 10 * MINUTE_MS);
    this.runs += 1;
    this.until(new Date(time.getTime() + 1500));
    // A snapshot that fails ends the run with an error, after its record.
    await this.world.invoke(time.toISOString()).catch(() => undefined);
    return time;
  }

  /** Lets the time pass to some minutes after the last event. */
  elapse(minutes: number): void {
    this.world.clock.advance(minutes * MINUTE_MS);
  }

  /** Writes the row of a person's action as `kda` does. */
  async act(row: Partial<ActionRow> & Pick<ActionRow, 'action'>): Promise<Date> {
    const startedAt = this.world.clock.now();
    const items = this.world.audit.items;
    const client = {
      send: async (command: PutItemCommand) => {
        const { Item = {} } = command.input;
        const key = `${NAME}/${Item[AUDIT.runId]?.N}/action`;
        const before = items.get(key);
        if (before !== undefined && before[AUDIT.outcome]?.S !== Item[AUDIT.outcome]?.S) {
          throw new ConditionalCheckFailedException({ message: 'taken', $metadata: {} });
        }
        items.set(key, Item as AuditItem);
      },
    } as unknown as DynamoDBClient;
    const usual = { application: NAME, who: 'ada', why: 'corrupt', startedAt, endedAt: startedAt, message: 'Done.' };
    await writeActionRow(client, 'audit', 30, { ...usual, ...row });
    return startedAt;
  }

  /** Makes a person's request of the manager. */
  async ask(request: { readonly action: string; readonly [field: string]: unknown }): Promise<void> {
    this.requests += 1;
    const invocationId = `request-${this.requests}`;
    await this.world.request({ application: NAME, who: 'ada', why: 'looking', ...request }, { invocationId });
  }

  /** Facts as they are now. */
  async facts(more: Partial<TimelineFacts> = {}): Promise<TimelineFacts> {
    const { world } = this;
    return {
      application: NAME,
      now: world.clock.now(),
      rows: [...world.audit.items.values()].map(timelineRow),
      isWhole: true,
      createdAt: world.flink.state(NAME).createdAt,
      snapshots: world.flink.listed(NAME),
      holds: await world.holds.list(NAME),
      marks: await world.holds.marksOf(NAME),
      recovery: undefined,
      unread: [],
      objectiveMinutes: 30,
      isScheduled: true,
      schedule: 'rate(10 minutes)',
      ...more,
    };
  }

  private until(time: Date): void {
    const ms = time.getTime() - this.world.clock.now().getTime();
    if (ms > 0) this.world.clock.advance(ms);
  }
}

/** Points of a line, each as `10:20 taken schedule there held`; times in UTC. */
export function pointsIn({ base, points, words }: TimelineDocument): string[] {
  return points.at.map((at, index) => {
    const flags = Object.entries(TIMELINE_FLAGS).filter(([, bit]) => ((points.flags[index] ?? 0) & bit) !== 0);
    const parts = [
      clock(base + at),
      words[points.word[index] ?? -1],
      TIMELINE_ORIGINS[points.origin[index] ?? -1],
      ...flags.map(([name]) => name),
    ];
    return parts.join(' ');
  });
}

/** Spans as `10:20 to 10:30`; open ends as `…`. */
export function spansIn(
  { base }: TimelineDocument,
  spans: readonly { readonly from: number | null; readonly to: number | null }[],
): string[] {
  const end = (at: number | null) => (at === null ? '…' : clock(base + at));
  return spans.map(({ from, to }) => `${end(from)} to ${end(to)}`);
}

/** Time in UTC to the minute. */
export function clock(at: number): string {
  return new Date(at).toISOString().slice(11, 16);
}
