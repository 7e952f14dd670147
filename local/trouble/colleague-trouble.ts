import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { readJson } from '../../packages/managed-flink/src/http/json-protocol';
import { CommandFailedError, run } from '../../tools/processes/run';
import type { Scene, Trouble } from './trouble';

const KDA = join(__dirname, '../../bin/kda.js');
const COLLEAGUE = 'eva';
const LOOK_MS = 100;
/** Range key and attribute of an application's recovery in the holds table, as `kda restore` writes them. */
const RECOVERY_ITEM = 'recovery';
const DOCUMENT = 'document';

/**
 * A colleague begins a restore and breaks it off between stop and start: the real command in a process of its own, whose
 * lease, freeze and hold are left behind.
 */
export const A_COLLEAGUE_ACTS: Trouble = {
  kind: 'application',
  id: 'colleague',
  title: 'Be another operator',
  what: `${COLLEAGUE}, a colleague, begins a restore of the same application (kda restore --latest), presses Ctrl-C in the middle and goes home. The application is stopped, deletions are frozen, and a restore of yours is refused: it says whose is under way, and what goes on with it.`,
  mendTitle: `Go on with ${COLLEAGUE}'s restore`,
  expect: ({ scheduleMinutes }) => ({
    alarms: ['not-running', 'needs-a-person'],
    mails: `A mail of the manager that the application stopped, with the next run; needs-a-person after two runs, which are ${scheduleMinutes} minutes apart.`,
    after: (2 * scheduleMinutes + 1) * 60,
  }),
  command: (application) => `kda restore --continue ${application}`,
  hindrance: async (scene, application) => {
    const { ApplicationStatus: status } = await scene.acts.describe(application);
    if (status !== 'RUNNING') return `${application} is ${status}, expected RUNNING: there is nothing to restore.`;
    if (await isUnderWay(scene, application)) {
      return `A restore of ${application} is under way. End it first: kda restore --continue ${application}.`;
    }
    const ready = (await scene.acts.snapshots(application)).some(({ SnapshotStatus }) => SnapshotStatus === 'READY');
    return ready
      ? undefined
      : `${application} has no READY snapshot to go back to. Take one: kda snapshot ${application}.`;
  },
  isPresent: async (scene, { name, memory }) => memory !== undefined && isUnderWay(scene, name),
  begin: async (scene, application) => {
    const since = new Date().toISOString();
    await beginAndBreakOff(scene, application);
    return { since };
  },
  mend: async (scene, { name }) => {
    if (await isUnderWay(scene, name)) await type(scene, ['restore', '--continue', name, '--yes']);
  },
};

async function beginAndBreakOff(scene: Scene, application: string): Promise<void> {
  const interrupted = new AbortController();
  const why = 'it looks wrong to me';
  const words = ['restore', application, '--latest', '--who', COLLEAGUE, '--why', why, '--yes'];
  let isOver = false;
  const restoring = type(scene, words, interrupted.signal).finally(() => {
    isOver = true;
  });
  // Its failure is looked at below, when the application was seen stopping.
  restoring.catch(() => undefined);
  while (!isOver && !interrupted.signal.aborted) {
    const { ApplicationStatus: status } = await scene.acts.describe(application);
    if (status !== 'RUNNING') interrupted.abort();
    await sleep(LOOK_MS, undefined, { signal: scene.signal });
  }
  await restoring.catch((error: unknown) => {
    if (!interrupted.signal.aborted) throw error;
  });
  if (await isUnderWay(scene, application)) return;
  throw new Error(`The restore of ${COLLEAGUE} was over before it could be broken off. Begin again.`);
}

/** Types a line as another person on another machine does. @throws Error with the command's last line. */
async function type(scene: Scene, words: readonly string[], interrupt?: AbortSignal): Promise<void> {
  const own = Object.entries(process.env).filter(([name]) => !name.startsWith('AWS_'));
  const environment = {
    ...Object.fromEntries(own),
    ...scene.environment,
    USER: COLLEAGUE,
    NO_COLOR: '1',
    // The machine of a colleague keeps its journals elsewhere.
    XDG_STATE_HOME: join(scene.folder, COLLEAGUE),
  };
  const argv = [KDA, ...words, '--deployment', scene.deployment.name];
  try {
    const signals = interrupt ? [interrupt, scene.signal] : [scene.signal];
    await run(process.execPath, argv, { environment, interrupt: AbortSignal.any(signals) });
  } catch (error) {
    if (!(error instanceof CommandFailedError)) throw error;
    const last = error.lines.findLast((line) => line.trim() !== '') ?? error.end;
    throw new Error(`kda ${words.join(' ')} ended with ${error.end}: ${last.trim()}`, { cause: error });
  }
}

/** True while the journal has a recovery with steps to do. */
async function isUnderWay({ deployment, deploymentActs }: Scene, application: string): Promise<boolean> {
  const item = await deploymentActs.holdsItem(deployment, application, RECOVERY_ITEM);
  if (item === undefined) return false;
  const { outcome, steps } = readJson(item[DOCUMENT]?.S ?? '');
  if (outcome === undefined) return true;
  return Array.isArray(steps) && steps.some(({ state }) => state !== 'done' && state !== 'left-out');
}
