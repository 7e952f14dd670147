import { setTimeout as sleep } from 'node:timers/promises';
import type { SnapshotDetails } from '@aws-sdk/client-kinesis-analytics-v2';
import { type RestorePoint, startApplication, stopApplication } from '../../cli/application-lifecycle';
import type { RunRecord } from '../../lambda-src/snapshot-manager/domain/record';
import type { LocalSession } from '../../local/local-session';
import type { Progress, Say } from '../../tools/progress';
import { LOG_LINES, type LogLine, numberIn, usersAt } from './application-log';
import { Observer } from './observer';
import { waitUntil } from './wait-until';

/** Ten minutes become three seconds: slow enough that no run meets the one before it. */
const SPEED_UP = 200;

/** More than the retention of three, so that pruning is seen. */
const SCHEDULED_SNAPSHOTS = 4;

/** Evidence of a start in the application's own log. */
export interface Restore {
  readonly asked: RestorePoint;
  /** The snapshot whose state was expected; none for an empty start. */
  readonly snapshotName: string | undefined;
  /** The log lines that prove it, as they were written. */
  readonly lines: readonly LogLine[];
  readonly restoredCount: number | undefined;
  /** Users counted when that snapshot was triggered, and when it was READY: the restored count lies between. */
  readonly expected: { readonly atLeast: number; readonly atMost: number } | undefined;
}

export interface DemoResult {
  readonly snapshots: readonly SnapshotDetails[];
  readonly pruned: readonly string[];
  readonly records: readonly RunRecord[];
  readonly restores: readonly Restore[];
  readonly mails: readonly { readonly to: string; readonly subject: string }[];
  readonly alarms: readonly { readonly name: string; readonly state: string }[];
}

/** A proof failed: what the application's log says is not what the snapshot held. */
export class ProofError extends Error {
  override readonly name = 'ProofError';
}

/** Times at which a snapshot was triggered and was READY at the latest: its state was fixed between them. */
interface Window {
  readonly from: Date;
  readonly to: Date;
}

/**
 * The whole life of snapshots on a local cloud with the application deployed, while the rest of the stacks still may be: taken by the schedule, pruned, made by a stop, and restored
 * from an older one, from the latest, and from none. Every claim is checked against the running job's own log.
 *
 * @throws ProofError when a restored count is not the snapshot's.
 */
export async function runDemo(session: LocalSession, progress: Progress): Promise<DemoResult> {
  const observer = new Observer(session);
  const { client, application } = observer;
  const { signal, cloud } = session;
  const restores: Restore[] = [];
  const windows = new Map<string, Window>();
  const start = async (asked: RestorePoint, snapshotName: string | undefined, say: Say) => {
    restores.push(await provenStart(observer, asked, snapshotName, windows, say, signal));
  };

  await progress.phase('Start the application with empty state', (say) => start({ from: 'none' }, undefined, say));

  await progress.phase('Deploy the rest: the snapshot manager, its schedule, its alarms', (say) => session.usable(say));

  await progress.phase('Ask the snapshot manager for one run', async (say) => {
    const { state, snapshot } = await observer.askForRun(signal);
    say(`audit row: ${state}, ${snapshot?.name} in ${snapshot?.durationMs} ms`);
  });

  await progress.phase(
    `Let the schedule make ${SCHEDULED_SNAPSHOTS} snapshots (one every 10 minutes, ${SPEED_UP} times as fast)`,
    async (say) => {
      cloud.schedule.speedUp = SPEED_UP;
      const asked = new Set(observer.askedEventIds);
      let shown = 0;
      await waitUntil(
        `${SCHEDULED_SNAPSHOTS} snapshots taken by the schedule`,
        async () => {
          const taken = (await observer.records()).filter(
            ({ state, eventId }) => state === 'taken' && !asked.has(eventId),
          );
          for (const { snapshot, deleted } of taken.slice(shown)) {
            shown += 1;
            const pruned = deleted.length > 0 ? `; pruned ${deleted.join(', ')}` : '';
            say(
              `${shown} of ${SCHEDULED_SNAPSHOTS}: ${snapshot?.name} READY after ${snapshot?.durationMs} ms${pruned}`,
            );
          }
          return taken.length >= SCHEDULED_SNAPSHOTS ? true : undefined;
        },
        { timeoutMs: 180_000, signal },
      );
      cloud.schedule.speedUp = 1;
      await observer.waitForIdleManager(signal);
    },
  );

  const [older] = await observer.ownReadySnapshots();
  if (!older?.SnapshotName) throw new ProofError('The schedule made snapshots, but the service lists none of them.');
  for (const [name, window] of await observer.windowsOfTakenSnapshots()) windows.set(name, window);

  const stopName = await progress.phase('Stop the application: the service takes its own snapshot', async (say) => {
    const from = new Date();
    await stopApplication(client, application, { force: false }, { pollMs: 250 });
    const made = await observer.newestSnapshot();
    windows.set(made, { from, to: new Date() });
    say(`${made} is READY`);
    const { state, reason } = await observer.askForRun(signal);
    say(`a run while it is stopped: ${state} (${reason})`);
    return made;
  });

  const olderName = older.SnapshotName;
  await progress.phase(`Start from an older snapshot, ${olderName}`, (say) =>
    start({ from: 'snapshot', snapshotName: olderName }, olderName, say),
  );
  await progress.phase('Force-stop: no snapshot is taken', async (say) => {
    const before = (await observer.snapshots()).length;
    await sleep(1000, undefined, { signal }); // a few more users, that the next start must not know
    await stopApplication(client, application, { force: true }, { pollMs: 250 });
    const after = (await observer.snapshots()).length;
    if (after !== before) throw new ProofError(`A forced stop left ${after} snapshots where ${before} were before.`);
    say(`still ${after} snapshots`);
  });
  await progress.phase(`Start from the latest snapshot, ${stopName}`, (say) =>
    start({ from: 'latest' }, stopName, say),
  );
  await progress.phase('Stop by force, and start once more, from none', async (say) => {
    await stopApplication(client, application, { force: true }, { pollMs: 250 });
    await start({ from: 'none' }, undefined, say);
  });

  await progress.phase('Wait for the last stack, which nothing needs: the cleanup rule of the artifacts bucket', () =>
    session.deployed.then(() => undefined),
  );

  return progress.phase('Collect what was left behind', async () => {
    const records = await observer.records();
    return {
      snapshots: await observer.snapshots(),
      pruned: records.flatMap(({ deleted }) => deleted),
      records,
      restores,
      mails: await observer.mails(),
      alarms: await observer.alarms(),
    };
  });
}

/** Starts the application and holds its log against the snapshot it was to start from. */
async function provenStart(
  observer: Observer,
  asked: RestorePoint,
  snapshotName: string | undefined,
  windows: ReadonlyMap<string, Window>,
  say: Say,
  signal: AbortSignal,
): Promise<Restore> {
  const since = new Date();
  await startApplication(observer.client, observer.application, asked, {
    pollMs: 250,
    onStatus: (status) =>
      say(`${observer.application} is ${status}${status === 'RUNNING' ? '' : '; waiting for RUNNING'}`),
  });
  if (snapshotName === undefined) {
    const line = await observer.log.waitFor(
      LOG_LINES.notRestored,
      since,
      (l) => l.message === LOG_LINES.notRestored,
      signal,
    );
    const first = await nextCount(observer, line, signal);
    say(`log: ${line.message}`);
    say(`log: ${first.message}`);
    checkProof(numberIn(first, LOG_LINES.userCount) === 1, `An empty start went on with "${first.message}".`);
    return { asked, snapshotName, lines: [line, first], restoredCount: undefined, expected: undefined };
  }
  const restored = await observer.log.waitFor(
    LOG_LINES.restored,
    since,
    (l) => l.message === LOG_LINES.restored,
    signal,
  );
  const count = await observer.log.waitFor(
    '… after context restore is N',
    since,
    (l) => LOG_LINES.restoredCount.test(l.message),
    signal,
  );
  const next = await nextCount(observer, count, signal);
  for (const line of [restored, count, next]) say(`log: ${line.message}`);
  const restoredCount = numberIn(count, LOG_LINES.restoredCount) ?? Number.NaN;
  const window = windows.get(snapshotName);
  if (!window) throw new ProofError(`It is not known when ${snapshotName} was taken.`);
  const lines = await observer.log.read(observer.startedAt);
  const expected = { atLeast: usersAt(lines, window.from), atMost: usersAt(lines, window.to) };
  say(`${snapshotName} was taken between user ${expected.atLeast} and user ${expected.atMost}`);
  checkProof(
    restoredCount >= expected.atLeast && restoredCount <= expected.atMost,
    `${snapshotName} was taken between user ${expected.atLeast} and user ${expected.atMost}, but ${restoredCount} were restored.`,
  );
  checkProof(
    numberIn(next, LOG_LINES.userCount) === restoredCount + 1,
    `${restoredCount} users were restored, but the next line is "${next.message}".`,
  );
  return { asked, snapshotName, lines: [restored, count, next], restoredCount, expected };
}

/** The first "Amount of users" line after another line. */
async function nextCount(observer: Observer, after: LogLine, signal: AbortSignal): Promise<LogLine> {
  return observer.log.waitFor('Amount of users: N', after.at, (line) => LOG_LINES.userCount.test(line.message), signal);
}

function checkProof(holds: boolean, otherwise: string): void {
  if (!holds) throw new ProofError(otherwise);
}
