import type { KinesisAnalyticsV2Client } from '@aws-sdk/client-kinesis-analytics-v2';
import { suspectNamesAmong } from '../lambda-src/snapshot-manager/domain/marks';
import { snapshotLimitMs } from '../lambda-src/snapshot-manager/domain/snapshot-limit';
import { snapshotName } from '../lambda-src/snapshot-manager/domain/snapshot-name';
import type { Result } from '../tools/command';
import { talk } from '../tools/talk';
import type { KnownDeployment } from './known-deployment';
import { namingWhatIsMissing } from './missing-name';
import { takeSnapshot } from './recovery/actions';
import { marksOf } from './recovery/marks-of';
import { trustedSnapshots } from './recovery/snapshot-reference';
import { type RecoveryWorld, recoveryWorld } from './recovery/world';
import { duration, localTime } from './times';

export interface GateRequest {
  readonly application: string;
  readonly maxAgeMs: number;
  /** True: takes a snapshot when none is fresh enough. */
  readonly take: boolean;
}

interface NewestGood {
  readonly name: string;
  readonly createdAt: Date;
  readonly ageSeconds: number;
}

/** Answers whether an application has a fresh snapshot that is READY and not suspect, for pipelines. */
export async function gate(
  { application, maxAgeMs, take }: GateRequest,
  client: KinesisAnalyticsV2Client,
  known: KnownDeployment,
): Promise<Result> {
  const world = await recoveryWorld(client, application, known);
  let newest = await namingWhatIsMissing(client, { application }, () => newestGood(world, application));
  let taken: string | undefined;
  if (take && !isFresh(newest, maxAgeMs)) {
    const name = snapshotName(world.ownPrefix, world.clock.now(), 'gate');
    const { createdAt } = await world.api.describeApplication(application);
    const limitMs = (await world.snapshotTimeMs?.(createdAt)) ?? snapshotLimitMs(0);
    talk(`Taking snapshot ${name} of ${application}, for ${duration(limitMs / 1000)} at most …`);
    const ports = { client, clock: world.clock, beat: async () => {} };
    taken = `${name} is ${await takeSnapshot(application, name, limitMs, ports)}`;
    newest = await newestGood(world, application);
  }
  const fresh = isFresh(newest, maxAgeMs);
  return {
    document: { application, fresh, newest: newest ?? null, maxAgeSeconds: maxAgeMs / 1000, taken: taken ?? null },
    text: gateText(application, newest, maxAgeMs, taken),
    exitCode: fresh ? 0 : 1,
  };
}

async function newestGood(world: RecoveryWorld, application: string): Promise<NewestGood | undefined> {
  const snapshots = await world.api.listSnapshots(application);
  const suspects = suspectNamesAmong(snapshots, await marksOf(world, application, snapshots));
  const [newest] = trustedSnapshots({ application, snapshots, suspects });
  if (!newest?.createdAt) return undefined;
  const ageSeconds = Math.max(0, Math.round((world.clock.now().getTime() - newest.createdAt.getTime()) / 1000));
  return { name: newest.name, createdAt: newest.createdAt, ageSeconds };
}

function isFresh(newest: NewestGood | undefined, maxAgeMs: number): boolean {
  return newest !== undefined && newest.ageSeconds * 1000 <= maxAgeMs;
}

/** Sentence about the newest good snapshot and what follows from its age. */
export function gateText(
  application: string,
  newest: NewestGood | undefined,
  maxAgeMs: number,
  taken: string | undefined,
): string {
  const own = taken === undefined ? '' : ` Snapshot ${taken}.`;
  const advice = taken === undefined ? ' With --take it takes one.' : '';
  if (!newest) return `${application} has no READY snapshot that is not suspect.${own}${advice}`;
  const age = `${newest.name} of ${localTime(newest.createdAt)} is ${duration(newest.ageSeconds)} old`;
  const limit = duration(maxAgeMs / 1000);
  if (isFresh(newest, maxAgeMs)) return `${application} is covered: ${age}, at most ${limit} are allowed.`;
  return `${application} is not covered: ${age}, at most ${limit} are allowed.${own}${advice}`;
}
