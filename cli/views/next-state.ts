import type { RestoreSource } from '../../lambda-src/snapshot-manager/domain/application-state';
import { byAgeNewestFirst, type Snapshot } from '../../lambda-src/snapshot-manager/domain/snapshot';
import { canRead } from '../recovery/plan';
import { duration } from '../times';
import { type ApplicationFacts, suspectMark } from './application-facts';
import type { JobSettings } from './job-settings';

/** Ways in which an application can get state the next time. */
export const WAYS = ['flink-restart', 'kda-start', 'console-run', 'aws-start', 'deployment', 'auto-scaling'] as const;
export type Way = (typeof WAYS)[number];

/**
 * Source of the state. `checkpoint`: the newest completed one of the running job. `new-snapshot`: one that the service
 * takes at that moment. `snapshot`: an existing one. `empty`: no state. `nothing`: this way does not start it now.
 */
export const SOURCES = ['checkpoint', 'new-snapshot', 'snapshot', 'empty', 'nothing'] as const;
export type Source = (typeof SOURCES)[number];

/** State that one way would use now. */
export interface NextState {
  readonly by: Way;
  readonly source: Source;
  /** Snapshot that it uses, or that it used at its start if no checkpoint is completed since. */
  readonly snapshot: ChosenSnapshot | null;
  /** Sentence part about the state, for people. */
  readonly because: string;
}

export interface ChosenSnapshot {
  readonly name: string;
  readonly createdAt: Date | null;
  readonly ageSeconds: number | null;
  /** `null`: not known. */
  readonly suspect: boolean | null;
}

/** Settings of the job that decide what a restart uses; undefined where they are not known. */
export type RestartSettings = Pick<JobSettings, 'checkpointing' | 'checkpointIntervalSeconds' | 'autoScaling'>;

/** States that the ways would use, in the order of WAYS. */
export function nextStates(facts: ApplicationFacts, job?: RestartSettings): readonly NextState[] {
  return [
    flinkRestart(facts, job),
    kdaStart(facts),
    consoleRun(facts),
    awsStart(facts),
    restartByTheService('deployment', facts),
    job?.autoScaling === false ? nothing('auto-scaling', 'it is off') : restartByTheService('auto-scaling', facts),
  ];
}

/** Newest READY snapshot, whoever took it and suspect or not: the one that the service calls the latest. */
export function newestReadyOf({ snapshots }: ApplicationFacts): Snapshot | undefined {
  return snapshots.filter(({ status }) => status === 'READY').toSorted(byAgeNewestFirst)[0];
}

/** Newest READY snapshot that is not known to be suspect. */
export function newestGoodOf(facts: ApplicationFacts): Snapshot | undefined {
  return facts.snapshots
    .filter((snapshot) => snapshot.status === 'READY' && snapshot.createdAt && !suspectMark(facts, snapshot))
    .toSorted(byAgeNewestFirst)[0];
}

/**
 * Flink restarts a failed job from its newest completed checkpoint; that is no snapshot, and the API shows none. Without
 * checkpoints it falls back to what the job was started from.
 */
function flinkRestart(facts: ApplicationFacts, job: RestartSettings | undefined): NextState {
  const { state } = facts;
  if (state.status === 'READY') return nothing('flink-restart', 'it is stopped: there is no job to restart');
  const { restoresFrom } = state;
  const named = restoresFrom.kind === 'snapshot' ? found(facts, restoresFrom.name) : undefined;
  const snapshot = named ? chosen(facts, named) : null;
  const start = startedFrom(restoresFrom);
  if (job?.checkpointing === false) {
    const source = restoresFrom.kind === 'none' ? 'empty' : 'snapshot';
    return { by: 'flink-restart', source, snapshot, because: `checkpoints are off: it falls back to ${start}` };
  }
  const interval = job?.checkpointIntervalSeconds;
  const every = interval ? ` (one every ${duration(interval)})` : '';
  const because = `its newest completed checkpoint${every}; before the first one: ${start}`;
  return { by: 'flink-restart', source: 'checkpoint', snapshot, because };
}

/** State that the running job was started from, in words. */
function startedFrom(source: RestoreSource): string {
  switch (source.kind) {
    case 'none':
      return 'empty state';
    case 'snapshot':
      return source.name;
    case 'latest':
      return 'the snapshot that was the newest at its start';
  }
}

/** `kda start` asks for the newest good one by name, and for nothing else. */
function kdaStart(facts: ApplicationFacts): NextState {
  const good = newestGoodOf(facts);
  if (!good) return nothing('kda-start', 'no READY snapshot that is not suspect: it refuses, --none starts empty');
  const { runtimeEnvironment } = facts.state;
  if (!canRead(runtimeEnvironment, good)) {
    const because = `it refuses: the newest good one, ${good.name}, is of ${good.runtimeEnvironment}, and ${runtimeEnvironment} does not read it`;
    return nothing('kda-start', because);
  }
  return { by: 'kda-start', source: 'snapshot', snapshot: chosen(facts, good), because: 'the newest that is good' };
}

/** Run in the console proposes the latest snapshot (RESTORE_FROM_LATEST_SNAPSHOT, the default of the API). */
function consoleRun(facts: ApplicationFacts): NextState {
  return latest('console-run', facts, 'the newest READY one, suspect or not');
}

/** StartApplication without a restore configuration takes the one that the application is configured for. */
function awsStart(facts: ApplicationFacts): NextState {
  const { restoresFrom } = facts.state;
  switch (restoresFrom.kind) {
    case 'latest':
      return latest('aws-start', facts, 'the newest READY one, suspect or not: it is configured so');
    case 'none':
      return {
        by: 'aws-start',
        source: 'empty',
        snapshot: null,
        because: 'no state: it is configured to skip snapshots',
      };
    case 'snapshot': {
      const snapshot = found(facts, restoresFrom.name);
      if (snapshot?.status === 'READY') {
        return {
          by: 'aws-start',
          source: 'snapshot',
          snapshot: chosen(facts, snapshot),
          because: 'it is configured so',
        };
      }
      const is = snapshot ? `is ${snapshot.status}` : 'does not exist';
      return nothing('aws-start', `it fails: it is configured for ${restoresFrom.name}, which ${is}`);
    }
  }
}

/** Update and scaling restart a RUNNING application from a snapshot that the service takes first, if it may. */
function restartByTheService(by: 'deployment' | 'auto-scaling', facts: ApplicationFacts): NextState {
  const { state } = facts;
  if (state.status === 'READY') {
    const starts =
      by === 'deployment' ? 'an update does not start it; the start after it decides' : 'nothing scales it';
    return nothing(by, `it is stopped: ${starts}`);
  }
  if (!state.snapshotsEnabled) return latest(by, facts, 'snapshots are disabled: what was processed since is lost');
  return { by, source: 'new-snapshot', snapshot: null, because: 'a snapshot that the service takes first' };
}

function latest(by: Way, facts: ApplicationFacts, because: string): NextState {
  const newest = newestReadyOf(facts);
  if (newest) return { by, source: 'snapshot', snapshot: chosen(facts, newest), because };
  return { by, source: 'empty', snapshot: null, because: 'no state: there is no READY snapshot' };
}

function nothing(by: Way, because: string): NextState {
  return { by, source: 'nothing', snapshot: null, because };
}

function found({ snapshots }: ApplicationFacts, name: string): Snapshot | undefined {
  return snapshots.find((snapshot) => snapshot.name === name);
}

function chosen(facts: ApplicationFacts, snapshot: Snapshot): ChosenSnapshot {
  const { name, createdAt } = snapshot;
  const mark = suspectMark(facts, snapshot);
  return {
    name,
    createdAt: createdAt ?? null,
    ageSeconds: createdAt ? Math.max(0, Math.round((facts.now.getTime() - createdAt.getTime()) / 1000)) : null,
    suspect: mark === undefined ? null : mark !== false,
  };
}
