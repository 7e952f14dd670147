import { setTimeout as sleep } from 'node:timers/promises';
import { AUDIT } from '../../lambda-src/contract';
import { parseDrill } from '../../lambda-src/snapshot-manager/aws/audit-drill';
import { auditPages } from '../../lambda-src/snapshot-manager/aws/audit-table';
import { DynamoMarks } from '../../lambda-src/snapshot-manager/aws/marks-table';
import { usualDrillSeconds } from '../../lambda-src/snapshot-manager/domain/drill/drill-window';
import type { DrillFacts } from '../../lambda-src/snapshot-manager/domain/drill/record-facts';
import { type Proof, proofsInForce } from '../../lambda-src/snapshot-manager/domain/proofs';
import type { Result } from '../../tools/command';
import { onEndSignal } from '../../tools/end-signals';
import { errorText } from '../../tools/error-text';
import { talk } from '../../tools/talk';
import { isUndetermined } from '../../tools/undetermined-error';
import { ANSWER_TIME } from '../answer-time';
import { askForName } from '../ask-for-name';
import type { Deployment } from '../deployment';
import type { DrillDocument } from '../documents/drill';
import { findDeployment } from '../find-deployment';
import { askManager, drillAnswer } from '../manager';
import { openTables } from '../views/open-tables';
import type { AskedInPlace } from './asked';
import { consentOf, refusedNow } from './forecast';
import { DrillOutOfSightError, driveDrill, goesOn } from './in-place';
import { planOfDrill, resultOfDrill } from './texts';

/** Error for Ctrl-C: exit code 130. */
class StoppedError extends Error {
  override readonly name = 'StoppedError';
}

/** Deployment and manager of a drill in place; a test has its own. */
export interface InPlaceWorld {
  readonly find: typeof findDeployment;
  readonly ask: (deployment: Deployment, request: AskedInPlace['request'], signal: AbortSignal) => Promise<unknown>;
  /** Facts of the drill's row; undefined: it has none, or the table does not answer. */
  readonly factsOf: (deployment: Deployment, request: AskedInPlace['request']) => Promise<DrillFacts | undefined>;
  /** Proofs of the application, the newest first: how long a restore takes. */
  readonly proofsOf: (deployment: Deployment, application: string) => Promise<readonly Proof[]>;
  readonly now: () => Date;
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly agree: (application: string) => Promise<void>;
  readonly onSignal: typeof onEndSignal;
  readonly say: (line: string) => void;
}

const OURS: InPlaceWorld = {
  find: findDeployment,
  ask: (deployment, request, signal) => askManager(deployment, request, undefined, signal),
  factsOf: readFacts,
  proofsOf: readProofs,
  now: () => new Date(),
  sleep: (ms, signal) => sleep(ms, undefined, { signal }),
  agree: askForName,
  onSignal: onEndSignal,
  say: talk,
};

/** Shows what a drill in place does, asks, and drives it to its end. */
export async function runInPlace(asked: AskedInPlace, world: InPlaceWorld = OURS): Promise<Result> {
  const { request, isAgreed, isDryRun } = asked;
  const { application, drill } = request;
  const begin: Begin = { application, way: 'in-place', drill, snapshot: null, seconds: null, proof: [], steps: [] };
  try {
    const deployment = await world.find(asked.choice);
    const proofs = await world.proofsOf(deployment, application).catch(() => undefined);
    const consent = consentOf(deployment, application);
    const usualSeconds = consent?.usualSnapshotSeconds ?? deployment.usualSnapshotSeconds;
    const plan = planOfDrill(request, consent, usualDrillSeconds(proofs ?? [], usualSeconds));
    (isAgreed && !isDryRun ? world.say : (text: string) => console.error(text))(plan);
    // One that has begun is refused by no rule.
    const refused = request.isContinued ? undefined : refusedNow(request, deployment, proofs, world.now());
    if (isDryRun) return planned(begin, refused);
    if (!isAgreed) {
      if (refused !== undefined) console.error(`The manager would refuse it now. ${refused}`);
      await world.agree(application);
    }
    return await driven(asked, deployment, begin, world);
  } catch (error) {
    if (!isUndetermined(error)) throw error;
    console.error(errorText(error));
    const message = String(errorText(error));
    const steps = error instanceof DrillOutOfSightError ? error.steps : [];
    const document: DrillDocument = { ...begin, steps: [...steps], verdict: 'undetermined', message, recorded: false };
    return { document, exitCode: 3 };
  }
}

/** Result of a dry run. */
function planned(begin: Begin, refused: string | undefined): Result {
  const nothing = 'Nothing was changed.';
  const message = refused === undefined ? nothing : `${nothing} The manager would refuse it now. ${refused}`;
  const verdict = refused === undefined ? 'planned' : 'refused';
  const document: DrillDocument = { ...begin, verdict, message, recorded: false };
  return { document, text: message, exitCode: refused === undefined ? 0 : 1 };
}

type Begin = Pick<DrillDocument, 'application' | 'way' | 'drill' | 'snapshot' | 'seconds' | 'proof' | 'steps'>;

async function driven(
  { request }: AskedInPlace,
  deployment: Deployment,
  begin: Begin,
  world: InPlaceWorld,
): Promise<Result> {
  const abort = new AbortController();
  const silence = world.onSignal((name) =>
    abort.abort(new StoppedError(`${name}: left before the end. ${goesOn(request)}`)),
  );
  const { signal } = abort;
  try {
    const end = await driveDrill(request, {
      ask: async () => drillAnswer.parse(await world.ask(deployment, request, signal)),
      sleep: (ms) => world.sleep(ms, signal),
      say: (line) => world.say(`  ${line}`),
    });
    const facts = await world.factsOf(deployment, request).catch(() => undefined);
    const document: DrillDocument = {
      ...{ ...begin, verdict: end.verdict, message: end.message, steps: [...end.steps] },
      snapshot: facts?.restoredFrom?.name ?? null,
      seconds: facts?.rtoSeconds ?? null,
      proof: [...(facts?.proof ?? [])],
      recorded: facts !== undefined,
    };
    return { document, text: resultOfDrill(document), exitCode: end.verdict === 'proven' ? 0 : 1 };
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  } finally {
    silence();
  }
}

/** Rows that are looked at for that of the drill: it is the newest but for others of its seconds. */
const NEWEST = 50;

async function readFacts(
  { region, auditTable }: Deployment,
  { application, drill }: AskedInPlace['request'],
): Promise<DrillFacts | undefined> {
  const { DynamoDBClient } = await import('@aws-sdk/client-dynamodb');
  const client = new DynamoDBClient({ region, ...ANSWER_TIME });
  let seen = 0;
  for await (const items of auditPages(client, auditTable, application, { pageSize: NEWEST })) {
    const row = items.find((item) => item[AUDIT.eventId]?.S === drill);
    if (row) return parseDrill(row);
    seen += items.length;
    if (seen >= NEWEST) break;
  }
  return undefined;
}

async function readProofs({ region, holdsTable }: Deployment, application: string): Promise<readonly Proof[]> {
  return proofsInForce(await new DynamoMarks(openTables(region), holdsTable).marksOf(application));
}
