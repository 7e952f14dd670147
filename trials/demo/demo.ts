import { setTimeout as sleep } from 'node:timers/promises';
import type { SnapshotDetails } from '@aws-sdk/client-kinesis-analytics-v2';
import { type RestorePoint, startApplication, stopApplication } from '../../cli/application-lifecycle';
import type { RunRecord } from '../../lambda-src/snapshot-manager/domain/record';
import type { LocalSession } from '../../local/local-session';
import type { Progress, Say } from '../../tools/progress';
import { LOG_LINES, type LogLine, numberIn } from './application-log';
import { Observer } from './observer';
import { type Typed, type } from './operator';
import { contradiction, type Window } from './restore-proof';
import { usersWithin } from './user-counts';
import { waitUntil } from './wait-until';

/** Ten minutes become three seconds: slow enough that no run meets the one before it. */
const SPEED_UP = 200;

/** More than the retention of three, so that pruning is seen. */
const SCHEDULED_SNAPSHOTS = 4;

/** Evidence of a start in the application's own log. */
export interface Restore {
  readonly asked: RestorePoint;
  /** Line that was typed for it; none: a call of the service. */
  readonly typed?: string;
  /** The snapshot whose state was expected; none for an empty start. */
  readonly snapshotName: string | undefined;
  /** The log lines that prove it, as they were written. */
  readonly lines: readonly LogLine[];
  readonly restoredCount: number | undefined;
  /** Users counted when that snapshot was triggered, and when it was READY: the restored count lies between. */
  readonly expected: { readonly atLeast: number; readonly atMost: number } | undefined;
}

export interface DemoResult {
  readonly application: string;
  readonly snapshots: readonly SnapshotDetails[];
  readonly pruned: readonly string[];
  readonly records: readonly RunRecord[];
  readonly restores: readonly Restore[];
  readonly mails: readonly { readonly to: string; readonly subject: string }[];
  readonly alarms: readonly { readonly name: string; readonly state: string }[];
  /** Drill in place that was typed before the end. */
  readonly drill: Typed;
  /** Answer of `kda status` at the end. */
  readonly status: Typed;
}

/**
 * The whole life of snapshots on a local cloud with the application deployed, while the rest of the stacks may still be
 * applied: taken by the schedule, pruned, made by a stop, and restored from an older one, from the latest, from none, and
 * by the time since which the state is bad. Every claim is checked against the running job's own log.
 *
 * @throws Error when a restored count is not the snapshot's.
 */
export async function runDemo(session: LocalSession, progress: Progress): Promise<DemoResult> {
  const demo = new Demo(session);
  await progress.phase('Start the application with empty state', (say) => demo.start({ from: 'none' }, undefined, say));
  await progress.phase('Deploy the rest: the snapshot manager, its schedule, its alarms', (say) =>
    session.untilUsable(say),
  );
  await progress.phase('Ask the snapshot manager for one run', (say) => demo.askForRun(say));
  await progress.phase(
    `Let the schedule make ${SCHEDULED_SNAPSHOTS} snapshots (one every 10 minutes, ${SPEED_UP} times as fast)`,
    (say) => demo.letScheduleRun(say),
  );
  const older = await demo.oldestOwnSnapshot();
  const latest = await progress.phase('Stop the application: the service takes its own snapshot', (say) =>
    demo.stopWithSnapshot(say),
  );
  await progress.phase(`Start from an older snapshot, ${older}`, (say) =>
    demo.start({ from: 'snapshot', snapshotName: older }, older, say),
  );
  await progress.phase('Force-stop: no snapshot is taken', (say) => demo.forceStop(say));
  await progress.phase(`Start from the latest snapshot, ${latest}`, (say) =>
    demo.start({ from: 'latest' }, latest, say),
  );
  await progress.phase('Force-stop, then start with empty state', async (say) => {
    await demo.stop({ force: true });
    await demo.start({ from: 'none' }, undefined, say);
  });
  await progress.phase('Go back in time, as an operator does: kda restore --before', (say) => demo.goBack(say));
  const drill = await progress.phase('Prove that the state of now can be restored: kda drill --in-place', (say) =>
    demo.drill(say),
  );
  const status = await progress.phase('Ask whether everything is safe: kda status', () => demo.askStatus());
  await progress.phase('Wait for the last stack, the cleanup rule of the artifacts bucket', () =>
    session.deployed.then(() => undefined),
  );
  return progress.phase('Collect the results', () => demo.result(drill, status));
}

/** The steps of a demo, and what they have shown so far. */
class Demo {
  private readonly observer: Observer;
  private readonly restores: Restore[] = [];
  private readonly windows = new Map<string, Window>();

  constructor(private readonly session: LocalSession) {
    this.observer = new Observer(session);
  }

  async askForRun(say: Say): Promise<void> {
    const { state, snapshot } = await this.observer.askForRun(this.session.signal);
    say(`audit row: ${state}, ${snapshot?.name} in ${snapshot?.durationMs} ms`);
  }

  async letScheduleRun(say: Say): Promise<void> {
    const { observer } = this;
    const { cloud, signal } = this.session;
    cloud.schedule.speedUp = SPEED_UP;
    let shown = 0;
    await waitUntil(
      `${SCHEDULED_SNAPSHOTS} snapshots taken by the schedule`,
      async () => {
        const taken = (await observer.records()).filter(
          ({ state, eventId }) => state === 'taken' && !observer.askedEventIds.includes(eventId),
        );
        for (const { snapshot, deleted } of taken.slice(shown)) {
          shown += 1;
          const pruned = deleted.length > 0 ? `; pruned ${deleted.join(', ')}` : '';
          const ready = `${snapshot?.name} READY after ${snapshot?.durationMs} ms`;
          say(`${shown} of ${SCHEDULED_SNAPSHOTS}: ${ready}${pruned}`);
        }
        return taken.length >= SCHEDULED_SNAPSHOTS || undefined;
      },
      { timeoutMs: 180_000, signal },
    );
    cloud.schedule.speedUp = 1;
    await observer.waitForIdleManager(signal);
    for (const [name, window] of await observer.windowsOfTakenSnapshots()) this.windows.set(name, window);
  }

  async oldestOwnSnapshot(): Promise<string> {
    const [oldest] = await this.observer.ownReadySnapshots();
    if (!oldest?.SnapshotName) throw new Error('The schedule made snapshots, but the service lists none of them.');
    return oldest.SnapshotName;
  }

  /** @returns the name of the service's snapshot. */
  async stopWithSnapshot(say: Say): Promise<string> {
    const from = new Date();
    await this.stop({ force: false });
    const made = await this.observer.newestSnapshot();
    this.windows.set(made, { from, to: new Date() });
    say(`${made} is READY`);
    const { state, reason } = await this.observer.askForRun(this.session.signal);
    say(`a run while it is stopped: ${state} (${reason})`);
    return made;
  }

  async stop(how: { readonly force: boolean }): Promise<void> {
    await stopApplication(this.observer.client, this.observer.application, how, { pollMs: 250 });
  }

  async forceStop(say: Say): Promise<void> {
    const before = (await this.observer.snapshots()).length;
    await sleep(1000, undefined, { signal: this.session.signal }); // a few more users, which the next start must not restore
    await this.stop({ force: true });
    const after = (await this.observer.snapshots()).length;
    checkProof(after === before, `A forced stop left ${after} snapshots where ${before} were before.`);
    say(`still ${after} snapshots`);
  }

  /** Starts the application and checks its log against the snapshot it was to start from; none: empty state. */
  async start(asked: RestorePoint, snapshotName: string | undefined, say: Say): Promise<void> {
    const { client, application } = this.observer;
    const since = new Date();
    await startApplication(client, application, asked, {
      pollMs: 250,
      onStatus: (status) => say(`${application} is ${status}${status === 'RUNNING' ? '' : '; waiting for RUNNING'}`),
    });
    const proof =
      snapshotName === undefined
        ? await this.emptyStart(since, say)
        : await this.restoringStart(snapshotName, since, say);
    this.restores.push({ asked, snapshotName, ...proof });
  }

  /** Goes back to the oldest snapshot of ours by a time just after it. Its name is not typed. */
  async goBack(say: Say): Promise<void> {
    const [oldest] = await this.observer.ownReadySnapshots();
    const { SnapshotName: snapshotName = '', SnapshotCreationTimestamp: createdAt = new Date(0) } = oldest ?? {};
    const before = new Date(Math.ceil(createdAt.getTime() / 1000) * 1000).toISOString().replace('.000', '');
    const since = new Date();
    const why = 'counts are wrong since then';
    const typed = await type(
      this.session,
      ['restore', this.observer.application, '--before', before, '--why', why, '--yes'],
      say,
    );
    checkProof(typed.exitCode === 0, `${typed.line} ended with exit code ${typed.exitCode}.`);
    const proof = await this.restoringStart(snapshotName, since, say);
    this.restores.push({ asked: { from: 'snapshot', snapshotName }, snapshotName, typed: typed.line, ...proof });
  }

  /** Stops the application and starts it from the state of that stop; the job's log must go on where it stopped. */
  async drill(say: Say): Promise<Typed> {
    const { application, log } = this.observer;
    const since = new Date();
    const typed = await type(this.session, ['drill', application, '--in-place', '--why', 'demo', '--yes'], say);
    checkProof(typed.exitCode === 0, `${typed.line} ended with exit code ${typed.exitCode}.`);
    const snapshotName = await this.observer.startedFrom();
    const { at } = await log.waitFor(LOG_LINES.restored, since, this.session.signal);
    const taken = (await this.observer.snapshots()).find((snapshot) => snapshot.SnapshotName === snapshotName);
    this.windows.set(snapshotName, { from: taken?.SnapshotCreationTimestamp ?? since, to: at });
    const proof = await this.restoringStart(snapshotName, since, say);
    this.restores.push({ asked: { from: 'snapshot', snapshotName }, snapshotName, typed: typed.line, ...proof });
    return typed;
  }

  askStatus(): Promise<Typed> {
    return type(this.session, ['status']);
  }

  async result(drill: Typed, status: Typed): Promise<DemoResult> {
    const { observer, restores } = this;
    const records = await observer.records();
    return {
      application: observer.application,
      snapshots: await observer.snapshots(),
      pruned: records.flatMap(({ deleted }) => deleted),
      records,
      restores,
      mails: observer.mails(),
      alarms: await observer.alarms(),
      drill,
      status,
    };
  }

  private async emptyStart(since: Date, say: Say): Promise<Proof> {
    const lines = await this.readLines([LOG_LINES.notRestored, LOG_LINES.userCount], since, say);
    const [, first] = lines;
    checkProof(
      numberIn(first, LOG_LINES.userCount) === 1,
      `A start with empty state continued with "${first?.message}".`,
    );
    return { lines, restoredCount: undefined, expected: undefined };
  }

  private async restoringStart(snapshotName: string, since: Date, say: Say): Promise<Proof> {
    const lines = await this.readLines([LOG_LINES.restored, LOG_LINES.restoredCount, LOG_LINES.userCount], since, say);
    const [, restored, next] = lines;
    const window = this.windows.get(snapshotName);
    if (!window) throw new Error(`It is not known when ${snapshotName} was taken.`);
    const { log, startedAt } = this.observer;
    const expected = usersWithin(await log.read(startedAt), window);
    say(`${snapshotName} was taken between user ${expected.atLeast} and user ${expected.atMost}`);
    const restoredCount = numberIn(restored, LOG_LINES.restoredCount) ?? Number.NaN;
    const nextCount = numberIn(next, LOG_LINES.userCount) ?? Number.NaN;
    const against = contradiction({ snapshotName, restoredCount, nextCount, expected });
    if (against) throw new Error(against);
    return { lines, restoredCount, expected };
  }

  /** Waits for these lines of the log, each after the one before it, and shows them. */
  private async readLines(wanted: readonly (string | RegExp)[], since: Date, say: Say): Promise<LogLine[]> {
    const lines: LogLine[] = [];
    for (const each of wanted) {
      lines.push(await this.observer.log.waitFor(each, lines.at(-1)?.at ?? since, this.session.signal));
    }
    for (const { message } of lines) say(`log: ${message}`);
    return lines;
  }
}

type Proof = Pick<Restore, 'lines' | 'restoredCount' | 'expected'>;

function checkProof(holds: boolean, otherwise: string): void {
  if (!holds) throw new Error(otherwise);
}
