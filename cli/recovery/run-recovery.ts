import { FlinkView } from '../../lambda-src/snapshot-manager/aws/flink-view';
import type { Result } from '../../tools/command';
import { onEndSignal } from '../../tools/end-signals';
import { talk } from '../../tools/talk';
import { askForName } from '../ask-for-name';
import type { KnownDeployment } from '../known-deployment';
import { actIn } from './act';
import type { ApplicationPorts } from './actions';
import { leftByDrillText } from './after-drill';
import { type Agreement, agreedPlan } from './agreed-plan';
import { bringBackObject } from './code-object';
import { codeStore } from './code-store';
import { JobMetricsView } from './job-metrics';
import {
  beginRecovery,
  continueRecovery,
  giveUp,
  InterruptedError,
  type PerformPorts,
  RecoveryTakenError,
} from './perform';
import type { RecoveryRequest } from './plan';
import { hasEnded, type Recovery } from './recovery';
import { adviceText, emptyStateText, notRunningText, resultText, standsText, terraformText } from './texts';
import { type RecoveryWorld, recoveryWorld } from './world';

export interface RecoveryOptions extends Agreement {
  /** Without one the API alone must do. */
  readonly deployment: KnownDeployment;
  /** Time for the proof. */
  readonly proveMs: number;
}

/** Said also with --quiet: warnings, what stands, and what somebody must agree to. */
const say = (line: string) => console.error(line);

/** Plans, shows, asks, and does a restore or start. */
export async function recover(request: RecoveryRequest, options: RecoveryOptions): Promise<Result> {
  const { application } = request;
  const world = await recoveryWorld(options.client, application, options.deployment);
  try {
    const { plan, drill } = await agreedPlan(request, options, world);
    if (options.isDryRun) return { text: 'Nothing was changed.', document: { application, outcome: 'planned', plan } };
    const act = { application, what: request.kind };
    const unbegunText = drill && (() => leftByDrillText(drill, act, world.api));
    return await perform(application, world, options, (ports) => beginRecovery(plan, ports), unbegunText);
  } catch (error) {
    if (error instanceof InterruptedError) return { exitCode: 130 };
    throw error;
  }
}

/** Goes on with a recovery that was interrupted, here or on another machine. */
export async function goOnWith(application: string, options: RecoveryOptions): Promise<Result> {
  const world = await recoveryWorld(options.client, application, options.deployment);
  if (world.warning) say(world.warning);
  const open = await openRecovery(world, application);
  if (open && options.isDryRun) return onlyShown(open, `would go on with: ${openSteps(open).join(', ')}`);
  if (open && !options.isAgreed && mayStopAnother(open, world.clock.now())) {
    say(`${planSummary(open)} Since then somebody may have started ${application} otherwise; to go on stops it.`);
    await askForName(application);
  }
  return perform(application, world, options, (ports) => continueRecovery(application, ports));
}

/** Age of a plan from which on a person is asked again before the stop. */
const OLD_PLAN_MS = 3_600_000;

function mayStopAnother({ plan, steps }: Recovery, now: Date): boolean {
  const isOpen = steps.some(({ step, state }) => step === 'stop' && state !== 'done');
  return isOpen && now.getTime() - plan.plannedAt.getTime() > OLD_PLAN_MS;
}

/** Recovery that has not ended; undefined: there is none. */
async function openRecovery({ journal }: RecoveryWorld, application: string): Promise<Recovery | undefined> {
  const found = await journal.read(application);
  return found && !hasEnded(found.recovery) ? found.recovery : undefined;
}

function onlyShown(open: Recovery, would: string): Result {
  const { application } = open.plan;
  say(`${planSummary(open)} It ${would}.`);
  return { text: 'Nothing was changed.', document: { application, outcome: 'planned', plan: open.plan } };
}

function openSteps({ steps }: Recovery): string[] {
  return steps.filter(({ state }) => state !== 'done' && state !== 'left-out').map(({ step }) => step);
}

function planSummary({ plan: { kind, application, who, plannedAt, target } }: Recovery): string {
  return `The ${kind} of ${application} ${target ? `from ${target.name}` : 'with empty state'} was planned by ${who} at ${plannedAt.toISOString()}.`;
}

/** Ends a recovery that can't go on. */
export async function giveUpOn(application: string, options: RecoveryOptions): Promise<Result> {
  const world = await recoveryWorld(options.client, application, options.deployment);
  if (world.warning) say(world.warning);
  const open = await openRecovery(world, application);
  if (open && options.isDryRun) return onlyShown(open, 'would be ended, and the application left as it is');
  const result = await perform(application, world, options, (ports) => giveUp(application, ports));
  return { ...result, exitCode: 0 };
}

/** @param unbegunText text for an end before anything was written down; missing: no drill gave way. */
async function perform(
  application: string,
  world: RecoveryWorld,
  { client, timeoutMs, proveMs }: RecoveryOptions,
  work: (ports: PerformPorts) => Promise<Recovery>,
  unbegunText?: () => Promise<string>,
): Promise<Result> {
  const interruption = listenForCtrlC(application);
  const { clock, journal, owner } = world;
  const view = new FlinkView(client, application);
  const copyBuild: ApplicationPorts['copyBuild'] = async (location, build) =>
    bringBackObject(await codeStore(client), location, build);
  const metrics = new JobMetricsView(await client.config.region(), application);
  try {
    const recovery = await work({
      journal,
      clock,
      say: (line) => talk(`  ${line}`),
      owner,
      isInterrupted: interruption.isInterrupted,
      act: actIn(world, {
        client,
        view,
        metrics,
        copyBuild,
        clock,
        say: (line) => talk(`  ${line}`),
        proveMs,
        timeoutMs,
      }),
    });
    const { status } = await world.api.describeApplication(application).catch(() => ({ status: undefined }));
    if (status !== undefined && status !== 'RUNNING') say(notRunningText(recovery, status));
    const left = emptyStateText(recovery);
    if (left) say(left);
    const advice = adviceText(recovery);
    if (advice) say(advice);
    if (recovery.plan.code && recovery.outcome !== 'given-up') say(terraformText(recovery.plan));
    return {
      text: resultText(recovery),
      document: documentOf(recovery, status),
      exitCode: recovery.outcome === 'not-proven' || recovery.outcome === 'given-up' ? 1 : 0,
    };
  } catch (error) {
    const found = await journal
      .read(application)
      .catch(() => world.copy.read(application))
      .catch(() => undefined);
    const stands = found && found.recovery.outcome === undefined ? standsText(found.recovery) : undefined;
    const isOurs = found?.recovery.owner === owner;
    if (isOurs && stands) say(stands);
    // Somebody else's recovery brings the application back.
    if (!isOurs && unbegunText && !(error instanceof RecoveryTakenError)) say(await unbegunText());
    if (error instanceof InterruptedError) return { exitCode: 130 };
    throw error;
  } finally {
    interruption.end();
  }
}

function documentOf({ plan, outcome, proof, rpoSeconds, rtoSeconds, steps }: Recovery, status: string | undefined) {
  return {
    application: plan.application,
    status: status ?? 'unknown',
    restore: {
      ...(plan.target ? { from: 'snapshot', snapshotName: plan.target.name } : { from: 'none' }),
      allowNonRestoredState: plan.allowNonRestoredState,
    },
    outcome: outcome ?? 'given-up',
    kind: plan.kind,
    code: plan.code ? { version: plan.code.version, from: plan.code.from, key: plan.code.key ?? null } : null,
    from: plan.target ?? null,
    rpoSeconds: rpoSeconds ?? null,
    rtoSeconds: rtoSeconds ?? null,
    proof: proof ?? [],
    suspects: plan.suspects,
    steps: steps.map(({ step, state, said }) => ({ step, state, said: said ?? '' })),
  };
}

/** Ctrl-C ends the work at its next look; a second one at once. */
function listenForCtrlC(application: string) {
  let isInterrupted = false;
  const onSignal = () => {
    if (isInterrupted) {
      say(`Left at once: what the service began goes on. To continue: kda restore --continue ${application}`);
      process.exit(130);
    }
    isInterrupted = true;
    say('Interrupted: ending after the call under way (press again to leave at once) ...');
  };
  return { isInterrupted: () => isInterrupted, end: onEndSignal(onSignal) };
}
