import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Settings } from '../../config/schema/settings';
import { type Result, UsageError } from '../../tools/command';
import { talk } from '../../tools/talk';
import { UndeterminedError } from '../../tools/undetermined-error';
import { isCheckout, PROJECT } from '../checkout';
import { deploymentOf } from '../deployment';
import type { DrillDocument } from '../documents/drill';
import type { RehearseDocument } from '../documents/rehearse';
import { readState } from '../rehearse/application';
import { ONLY_CODE } from '../rehearse/code-words';
import { SavepointError } from '../rehearse/mapped-state';
import { readProperties } from '../rehearse/properties';
import type { GivenState } from '../rehearse/rehearse';
import { rehearsed } from '../rehearse/run-rehearse';
import { readInputMs } from '../rehearse/wait-option';
import type { AskedLocally } from './asked';

/** Flink and settings of a drill on this machine; a test has its own. */
export interface LocalWorld {
  readonly rehearse: typeof rehearsed;
  readonly readState: (given: string, application: string) => GivenState;
  /** Undefined: there is no checkout. */
  readonly loadSettings: ((environment: string | undefined) => Promise<Settings>) | undefined;
  readonly say: (line: string) => void;
}

const OURS: LocalWorld = {
  rehearse: rehearsed,
  readState,
  loadSettings: isCheckout()
    ? async (environment) => (await import('../../config/load-settings')).loadSettings(environment)
    : undefined,
  say: talk,
};

/** Reason for which a drill here leaves no row, no mark and no metric. */
const NOT_RECORDED =
  'Recorded: no. It happened on this machine alone, so it is no proof about the service: kda drill NAME --in-place is.';

const VERDICTS = {
  compatible: 'proven',
  partial: 'not-proven',
  incompatible: 'not-proven',
  unknown: 'started-not-proven',
} as const satisfies Record<RehearseDocument['verdict'], DrillDocument['verdict']>;

const EXIT_CODES = { proven: 0, 'not-proven': 1, 'started-not-proven': 3 } as const;

/**
 * Restores a savepoint with the code on a Flink of this machine. Nothing deployed is touched, nothing is recorded.
 *
 * @throws UsageError for inputs that are not there or of another form, before anything starts.
 */
export async function runLocally(asked: AskedLocally, world: LocalWorld = OURS): Promise<Result> {
  const { application, properties, timeoutMs, isDryRun } = asked;
  const state = world.readState(asked.state, application);
  const jar = await jarOf(asked, world.loadSettings);
  if (properties !== undefined) readProperties(properties);
  const begin = { application, way: 'local', drill: null, snapshot: state.given, recorded: false } as const;
  const plan = `${application} on this machine: ${jar} is restored from ${state.folder}; its tasks must run, and a checkpoint complete.`;
  if (isDryRun) {
    const message = `Drill of ${plan} Nothing was started.`;
    const document: DrillDocument = { ...begin, verdict: 'planned', seconds: null, proof: [], steps: [], message };
    return { document, text: message };
  }
  world.say(`Drill of ${plan}`);
  const judged = await restored(world, {
    ...{ from: undefined, to: jar, state: asked.state, properties, timeoutMs, inputMs: readInputMs() },
    // Properties of a deployed application name real sinks, which a savepoint's copy must not write to.
    application: state.kind === 'snapshot' ? application : undefined,
    ...{
      parallelism: undefined,
      module: undefined,
      hasBuildCredentials: false,
      allowNonRestoredState: false,
      markdown: undefined,
    },
    // Only those of a local cloud's application.
    isAgreed: true,
    words: ONLY_CODE,
  });
  const { warnings, ...facts } = judged;
  const document: DrillDocument = { ...begin, ...facts, proof: [...facts.proof], steps: [] };
  return { document, text: resultOf(document, warnings), exitCode: EXIT_CODES[judged.verdict] };
}

interface Judged {
  readonly verdict: keyof typeof EXIT_CODES;
  readonly seconds: number | null;
  readonly proof: readonly string[];
  readonly message: string;
  readonly warnings: readonly string[];
}

const NEVER_RAN = 'it did not come to running tasks';
/** A Flink that does not start says nothing about the state. */
const NOTHING_SEEN = { verdict: 'started-not-proven', seconds: null, proof: [NEVER_RAN], warnings: [] } as const;

async function restored({ rehearse }: LocalWorld, asked: Parameters<typeof rehearsed>[0]): Promise<Judged> {
  try {
    return judgedBy(await rehearse(asked));
  } catch (error) {
    if (error instanceof UndeterminedError) return { ...NOTHING_SEEN, message: error.message };
    if (!(error instanceof SavepointError)) throw error;
    return { ...NOTHING_SEEN, verdict: 'not-proven', proof: [], message: error.message };
  }
}

function judgedBy(rehearsal: RehearseDocument): Judged {
  const { verdict, because, remedy, phases, warnings } = rehearsal;
  // The remedies of a partial verdict are options of rehearse and restore.
  const message = remedy === null || verdict === 'partial' ? because : `${because} ${remedy}`;
  // From the submission until the job runs with its state.
  const restore = phases.find(({ title }) => title === ONLY_CODE.phases.restore);
  const seconds = runsWithAllState(rehearsal) ? (restore?.seconds ?? null) : null;
  return { verdict: VERDICTS[verdict], seconds, proof: proofOf(rehearsal), message, warnings };
}

/** False also where it runs because state was dropped. */
function runsWithAllState({ verdict, reached }: RehearseDocument): boolean {
  return VERDICTS[verdict] !== 'not-proven' && (reached === 'tasks-running' || reached === 'checkpoint');
}

function proofOf(rehearsal: RehearseDocument): string[] {
  const { reached, verdict, operators } = rehearsal;
  const tasks = runsWithAllState(rehearsal);
  return [
    // An unknown one may run without its state.
    verdict === 'compatible' && `Flink restored the state of all operators that have some: ${operators.length}`,
    verdict === 'unknown' && !tasks && NEVER_RAN,
    tasks && 'all tasks run',
    tasks && reached === 'checkpoint' && 'a checkpoint was completed',
  ].filter((fact) => fact !== false);
}

function resultOf(
  { application, verdict, snapshot, seconds, proof, message }: DrillDocument,
  warnings: readonly string[],
) {
  const time = seconds === null ? '' : `, restored in ${seconds} s`;
  return [
    `${verdict}: ${application} from ${snapshot}${time}`,
    ...proof.map((fact) => `  ${fact}`),
    ...(verdict === 'proven' ? [] : [`  ${message}`]),
    ...warnings.map((warning) => `Warning: ${warning}`),
    NOT_RECORDED.replace('NAME', application),
  ].join('\n');
}

/** JAR that was named, else that of the settings. */
async function jarOf({ application, state, jar, environment }: AskedLocally, load: LocalWorld['loadSettings']) {
  const typed = `kda drill ${application} --here --state ${state} --jar JAR`;
  if (jar !== undefined) {
    if (!existsSync(jar)) throw new UsageError(`--jar ${jar} does not exist, expected the JAR of ${application}.`);
    return resolve(jar);
  }
  if (load === undefined)
    throw new UsageError(`--jar is missing, and without a checkout there are no settings: ${typed}`);
  const settings = await load(environment).catch((error: unknown) => {
    const because = error instanceof Error ? error.message : String(error);
    throw new UsageError(`--jar is missing, and the settings can't be read: ${because} Or name the code: ${typed}`);
  });
  const own = deploymentOf(settings).ownApplication;
  if (own !== application) {
    const whose = own === undefined ? 'no application' : own;
    throw new UsageError(
      `--jar is missing: artifacts.jar of the settings is the code of ${whose}, not of ${application}. Type ${typed}`,
    );
  }
  const file = resolve(PROJECT, settings.artifacts.jar);
  if (!existsSync(file)) {
    throw new UsageError(`artifacts.jar of the settings, ${file}, does not exist. Build it, or type ${typed}`);
  }
  return file;
}
