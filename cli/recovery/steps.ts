import { byAgeNewestFirst, type Snapshot } from '../../lambda-src/snapshot-manager/domain/snapshot';
import { duration } from '../times';
import type { PlannedCode } from './planned-code';

/**
 * Steps in their order. Each can be repeated: done again, it finds its effect or makes it. Everything that protects the
 * target comes before the stop.
 */
export const RESTORE_STEPS = [
  'freeze',
  'take',
  'hold',
  'mark-suspect',
  'evidence',
  'stop',
  'code',
  'start',
  'prove',
  'thaw',
  'record',
] as const;
export type RestoreStep = (typeof RESTORE_STEPS)[number];

/** Sentences for each step, as the plan shows them. */
export interface PlannedStep {
  readonly step: RestoreStep;
  readonly says: string;
}

/** Facts that decide about the steps. */
export interface RestoreFacts {
  readonly application: string;
  readonly status: string;
  /** Missing: empty state. */
  readonly target: Pick<Snapshot, 'name'> | undefined;
  /** True: the target is taken first. */
  readonly takesTarget: boolean;
  readonly code: PlannedCode | undefined;
  /** True: every snapshot newer than the target becomes suspect. */
  readonly isGoingBack: boolean;
  readonly suspects: readonly string[];
  readonly evidence: string | undefined;
  /** Seconds that a snapshot before the stop may take. */
  readonly snapshotLimitSeconds?: number | undefined;
  readonly fresh: string;
  /** False where there is no table for freeze, holds and marks. */
  readonly hasTables: boolean;
}

/** Steps of a restore or a start, each with its sentence. */
export function stepsFor(facts: RestoreFacts): PlannedStep[] {
  const { application, status, target, takesTarget, code, isGoingBack, suspects, evidence, fresh, hasTables } = facts;
  const isStopped = status === 'READY';
  const { snapshotLimitSeconds } = facts;
  const limit = snapshotLimitSeconds === undefined ? '' : ` It may take up to ${duration(snapshotLimitSeconds)}.`;
  const steps: (PlannedStep | undefined)[] = [
    hasTables
      ? { step: 'freeze', says: `No snapshot of ${application} is deleted until this is over (24 h at most).` }
      : undefined,
    takesTarget && target
      ? {
          step: 'take',
          says: `Snapshot ${target.name} of the present state is taken; without it nothing is stopped.${limit}`,
        }
      : undefined,
    hasTables && target ? { step: 'hold', says: `${target.name} is on hold for 7 days.` } : undefined,
    hasTables && isGoingBack ? { step: 'mark-suspect', says: suspectsText(suspects) } : undefined,
    evidence !== undefined && !isStopped
      ? {
          step: 'evidence',
          says: `Snapshot ${evidence} keeps the present state as evidence; it becomes suspect, too.${limit}`,
        }
      : undefined,
    isStopped ? undefined : { step: 'stop', says: `${application} is stopped by force, without another snapshot.` },
    code ? { step: 'code', says: codeText(application, code) } : undefined,
    { step: 'start', says: `${application} starts ${target ? `from ${target.name}` : 'with empty state'}.` },
    { step: 'prove', says: `It is watched until it really processes, and snapshot ${fresh} is taken and READY.` },
    hasTables ? { step: 'thaw', says: 'Deletions go on.' } : undefined,
    {
      step: 'record',
      says: hasTables
        ? 'The audit table gets a row.'
        : 'There is no audit table: a file on this machine keeps the row until a later command reaches one.',
    },
  ];
  return steps.filter((step) => step !== undefined);
}

function codeText(application: string, { version, from, differences, build, key }: PlannedCode): string {
  const copy = build ? `Its code is copied back from ${build.key} to ${key}. ` : '';
  return `${copy}${application} gets ${differences.join(', ')} of version ${version} again, as a new version (now: ${from}).`;
}

function suspectsText(names: readonly string[]): string {
  if (names.length === 0) return 'It is the newest snapshot; those that come before the stop become suspect.';
  const count = names.length === 1 ? 'One newer snapshot becomes' : `${names.length} newer snapshots become`;
  return `${count} suspect, and those that come before the stop: ${names.join(', ')}.`;
}

/** Snapshots that a restore of the target puts under suspicion: all newer ones that are not suspect yet, newest first. */
export function newerThan(
  target: Snapshot | undefined,
  snapshots: readonly Snapshot[],
  suspects: ReadonlySet<string>,
): readonly string[] {
  const since = target?.createdAt;
  if (!since) return [];
  return snapshots
    .filter(({ name, createdAt }) => createdAt && createdAt > since && name !== target?.name && !suspects.has(name))
    .toSorted(byAgeNewestFirst)
    .map(({ name }) => name);
}
