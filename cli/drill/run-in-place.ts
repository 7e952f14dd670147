import { setTimeout as sleep } from 'node:timers/promises';
import { AUDIT } from '../../lambda-src/contract';
import { parseDrill } from '../../lambda-src/snapshot-manager/aws/audit-drill';
import { auditPages } from '../../lambda-src/snapshot-manager/aws/audit-table';
import type { DrillFacts } from '../../lambda-src/snapshot-manager/domain/drill/record-facts';
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
import { entryOf } from '../views/read-history';
import type { AskedInPlace } from './asked';
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
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly agree: (application: string) => Promise<void>;
  readonly onSignal: typeof onEndSignal;
  readonly say: (line: string) => void;
}

const OURS: InPlaceWorld = {
  find: findDeployment,
  ask: (deployment, request, signal) => askManager(deployment, request, undefined, signal),
  factsOf: readFacts,
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
    const plan = planOfDrill(request, entryOf(deployment, application), deployment.usualSnapshotSeconds);
    (isAgreed && !isDryRun ? world.say : (text: string) => console.error(text))(plan);
    if (isDryRun) {
      const message = 'Nothing was changed.';
      return {
        document: { ...begin, verdict: 'planned', message, recorded: false } satisfies DrillDocument,
        text: message,
      };
    }
    if (!isAgreed) await world.agree(application);
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
