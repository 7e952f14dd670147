import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FlinkCluster } from '../../packages/managed-flink/src/flink-cluster/flink-cluster';
import { flinkPath } from '../../packages/managed-flink/src/flink-cluster/flink-path';
import {
  type JobOperator,
  readStateMap,
  type StateMap,
} from '../../packages/managed-flink/src/flink-cluster/state-map';
import {
  firstFailure,
  lateMain,
  notSubmitted,
  type Trial,
  type TrialFailure,
  tryJob,
} from '../../packages/managed-flink/src/flink-cluster/trial';
import { Progress, type Say } from '../../tools/progress';
import { StartedParts } from '../../tools/started-parts';
import type { RehearseDocument } from '../documents/rehearse';
import { exitFailure, stateCause } from './causes';
import { type CodeWords, NEW_CODE } from './code-words';
import { dropped, kept, open, withFatesOfStates } from './fates';
import { compareKryo, withKryo } from './kryo-states';
import { type Mapped, mapped, uidWarnings } from './mapped-state';
import { type MappedOperator, missingOperators } from './mapping';
import { type FindName, nameFinder } from './name-finder';
import { timerWarnings } from './timers';
import { awaitInput, clusterOptions, startTrialCluster, type TrialSurroundings, takeSavepoint } from './trial-cluster';
import { type TriedState, tryState } from './tried-state';
import { triedWarnings } from './tried-warnings';
import { type Judgement, judge } from './verdict';

/** JAR of old or new code, and where it comes from. */
export interface Code {
  readonly given: string;
  readonly kind: 'jar' | 'version' | 'ref';
  readonly jar: string;
  readonly commit: string | null;
}

/** Savepoint that is there already. */
export interface GivenState {
  readonly kind: 'folder' | 'snapshot';
  readonly given: string;
  readonly folder: string;
}

export interface Rehearsal {
  /** Null: not needed with a savepoint; operators that the new code lacks then have no names. */
  readonly from: Code | null;
  readonly to: Code;
  readonly state: GivenState | null;
  readonly allowNonRestoredState: boolean;
  /** Missing: it is new code. */
  readonly words?: CodeWords | undefined;
  readonly warnings: readonly string[];
}

interface Surroundings extends Omit<TrialSurroundings, 'folder'> {
  /** Place of the folder that everything is written into; default: that of the system's temporary files. */
  readonly within?: string;
}

/**
 * Runs the old code for its state, unless a savepoint is given, then the new code from it, each on a Flink of its own on
 * this machine. Everything that it starts has ended, and what it wrote is gone, when this returns or throws.
 *
 * @throws SavepointError; FlinkStartError; the signal's reason.
 */
export async function rehearse(
  rehearsal: Rehearsal,
  { within = tmpdir(), ...given }: Surroundings,
  say: Say,
): Promise<RehearseDocument> {
  const startedAt = performance.now();
  const folder = await mkdtemp(join(within, 'kda-rehearsal-'));
  const parts = new StartedParts(say);
  const progress = new Progress(say);
  try {
    const run = new RehearsalRun(rehearsal, { ...given, folder }, parts, progress);
    const result = await run.judged();
    const { told } = run.words;
    return {
      ...result,
      ...{ because: told(result.because), remedy: result.remedy === null ? null : told(result.remedy) },
      warnings: result.warnings.map(told),
      ...{ from: rehearsal.from, to: rehearsal.to },
      state: { kind: rehearsal.state?.kind ?? 'taken', given: rehearsal.state?.given ?? null },
      phases: progress.times.map(({ title, ms }) => ({ title, seconds: toSeconds(ms) })),
      seconds: toSeconds(performance.now() - startedAt),
    };
  } finally {
    await parts.end();
    await rm(folder, { recursive: true, force: true });
  }
}

type Result = Judgement & Pick<RehearseDocument, 'operators' | 'newOperators' | 'newOperatorUids' | 'warnings'>;

const NOT_TRIED: TriedState = { operators: [], seconds: 0, exit: undefined };
const NO_OPERATORS = { operators: [], newOperators: [], newOperatorUids: [] };

class RehearsalRun {
  readonly words: CodeWords;
  private readonly warnings: string[];
  private readonly findName: FindName;

  constructor(
    private readonly rehearsal: Rehearsal,
    private readonly surroundings: TrialSurroundings,
    private readonly parts: StartedParts,
    private readonly progress: Progress,
  ) {
    this.words = rehearsal.words ?? NEW_CODE;
    this.warnings = [...rehearsal.warnings];
    this.findName = nameFinder(rehearsal.to.jar);
  }

  async judged(): Promise<Result> {
    const { state } = this.rehearsal;
    const taken = state ?? (await this.takeState());
    if ('failure' in taken) return this.withoutState(taken.failure);
    const { signal } = this.surroundings;
    signal.throwIfAborted();
    // The reader and the cluster are two JVMs; neither needs the other.
    const [map, cluster] = await this.progress.phase(this.words.phases.start, () =>
      bothOf(this.readMap(taken.folder), this.cluster('new')),
    );
    signal.throwIfAborted();
    const found = mapped(map, this.rehearsal.from !== null);
    this.warnings.push(...found.warnings, ...uidWarnings(map));
    return this.tried(cluster, taken.folder, found);
  }

  private async tried(cluster: FlinkCluster, folder: string, { operators, started, now, isLate, kryo }: Mapped) {
    const { allowNonRestoredState } = this.rehearsal;
    const isDropping = operators.some(({ fate }) => fate === 'dropped');
    const [trial, found] = await this.progress.phase(this.words.phases.restore, async () => {
      // It would wait here for as long as it did while its operators were to be read.
      if (isLate) return [notSubmitted(lateMain(this.surroundings.timeoutMs)), operators] as const;
      // Without the option first, also where it is asked for: with it Flink does not say what it dropped.
      const first = await this.tryNew(cluster, folder, isDropping);
      if (!first.failure && first.restored && !isDropping) return [first, operators.map(kept)] as const;
      const refused = first.failure && stateCause(first.failure);
      if (refused?.kind !== 'uid' || !refused.operatorId) return [first, operators] as const;
      // Its main() could not be read, or it makes another job here.
      const known = operators.map((each) => (each.id === refused.operatorId ? dropped(each) : open(each)));
      return [await this.tryNew(cluster, folder, true), known] as const;
    });
    const { jobId, failure, restored } = trial;
    const isUp = jobId !== undefined && !failure;
    const triedState = isUp && restored ? await this.triedState(cluster, jobId, found, now) : NOT_TRIED;
    const { operators: tried, exit } = triedState;
    const checkpoint =
      !isUp || exit !== undefined || tried.some(({ unreadable }) => unreadable)
        ? undefined
        : await this.progress.phase(this.words.phases.checkpoint, () =>
            takeSavepoint(cluster, jobId, this.surroundings),
          );
    const ended =
      exit === undefined || failure ? undefined : ((await firstFailure(cluster, jobId ?? '')) ?? exitFailure(exit));
    const laterFailure = checkpoint && 'failure' in checkpoint ? checkpoint.failure : ended;
    const hasCheckpoint = checkpoint !== undefined && laterFailure === undefined;
    const known = withFatesOfStates(found, triedState, this.findName);
    if (hasCheckpoint) this.warnings.push(...triedWarnings(triedState), ...timerWarnings(known, triedState));
    const { findName } = this;
    const compared = compareKryo(kryo, known);
    // Words of their own: the code is the one that wrote the state.
    if (!this.rehearsal.words) this.warnings.push(...compared.warnings);
    const judgement = withKryo(
      judge({
        ...{ findName, operators: known, allowNonRestoredState, trial, tried },
        ...{ laterFailure, hasCheckpoint },
      }),
      compared,
    );
    return {
      ...{ ...judgement, operators: known, warnings: this.warnings },
      newOperators: started.map(({ name }) => name),
      newOperatorUids: started.map(({ uid }) => uid),
    };
  }

  /** State of the operators that the new code has, as its running tasks have it. */
  private triedState(
    cluster: FlinkCluster,
    jobId: string,
    operators: readonly MappedOperator[],
    now: readonly JobOperator[] | undefined,
  ): Promise<TriedState> {
    const { signal, inputMs } = this.surroundings;
    return this.progress.phase(this.words.phases.state, () =>
      tryState(
        cluster,
        jobId,
        operators.filter(({ fate }) => fate === 'kept'),
        now,
        { inputMs, findName: this.findName, signal },
      ),
    );
  }

  private tryNew(cluster: FlinkCluster, folder: string, allowNonRestoredState: boolean): Promise<Trial> {
    const { parallelism, timeoutMs, signal } = this.surroundings;
    return tryJob(cluster, {
      ...{ jarFile: this.rehearsal.to.jar, parallelism, timeoutMs, signal },
      ...{ restoreFrom: flinkPath(folder), allowNonRestoredState },
    });
  }

  /** State of the old code, which runs until it has had some input. */
  private async takeState(): Promise<{ readonly folder: string } | { readonly failure: TrialFailure }> {
    const { parallelism, timeoutMs, signal } = this.surroundings;
    const jarFile = this.rehearsal.from?.jar ?? '';
    const cluster = await this.progress.phase('Start Flink for the old code', () => this.cluster('old'));
    try {
      const { jobId, failure } = await this.progress.phase('Old code: start', () =>
        tryJob(cluster, { jarFile, parallelism, timeoutMs, signal }),
      );
      if (failure || jobId === undefined) {
        return { failure: failure ?? { at: 'submit', cause: 'no job', stackTrace: '', task: null } };
      }
      return await this.progress.phase('Old code: input and savepoint', async () => {
        if (!(await awaitInput(cluster, jobId, signal))) {
          this.warnings.push('The old code saw no record: its state may be empty, and nothing of it is then tried.');
        }
        return takeSavepoint(cluster, jobId, this.surroundings);
      });
    } finally {
      // One Flink at a time.
      await cluster.kill();
    }
  }

  /** Result where the old code gave no state: what the two jobs say by themselves. */
  private async withoutState(failure: TrialFailure): Promise<Result> {
    const judgement = judge({
      ...{
        findName: this.findName,
        operators: [],
        tried: [],
        allowNonRestoredState: this.rehearsal.allowNonRestoredState,
      },
      ...{ oldFailure: failure, hasCheckpoint: false },
    });
    if (failure.at === 'late') return { ...judgement, ...NO_OPERATORS, warnings: this.warnings };
    const map = await this.progress.phase('Compare the operators', () => this.readMap(undefined));
    const [old, now] = map.jobs;
    if (!old || !now || !('operators' in old) || !('operators' in now)) {
      return { ...judgement, ...NO_OPERATORS, warnings: this.warnings };
    }
    const missing = missingOperators(old.operators, now.operators).map(({ name }) => `"${name}"`);
    const compared =
      missing.length === 0
        ? 'By their ids, the new code has every operator of the old one.'
        : `By their ids, the new code lacks ${missing.join(', ')}: their state, if any, would be dropped.`;
    const because = `${judgement.because} ${compared}`;
    return { ...judgement, reached: 'mapped', because, ...NO_OPERATORS, warnings: this.warnings };
  }

  private readMap(savepoint: string | undefined): Promise<StateMap> {
    const { from, to } = this.rehearsal;
    const { signal, parallelism, timeoutMs } = this.surroundings;
    return readStateMap({
      ...clusterOptions(this.surroundings, 'operators'),
      ...{ savepoint, jars: from ? [from.jar, to.jar] : [to.jar], parallelism, timeoutMs, signal },
    });
  }

  private async cluster(name: string): Promise<FlinkCluster> {
    return this.parts.add(await startTrialCluster(this.surroundings, name), (cluster) => cluster.kill());
  }
}

/** Both results, once both are there: a cluster that starts while the other fails must be known to whoever ends it. */
async function bothOf<One, Other>(one: Promise<One>, other: Promise<Other>): Promise<[One, Other]> {
  await Promise.allSettled([one, other]);
  return [await one, await other];
}

function toSeconds(ms: number): number {
  return Math.round(ms / 100) / 10;
}
