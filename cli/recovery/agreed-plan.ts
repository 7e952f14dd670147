import type { KinesisAnalyticsV2Client } from '@aws-sdk/client-kinesis-analytics-v2';
import type { Drill } from '../../lambda-src/snapshot-manager/domain/drill/drill';
import { onEndSignal } from '../../tools/end-signals';
import { talk } from '../../tools/talk';
import { askForName } from '../ask-for-name';
import { clockSkewText } from '../clock-skew-text';
import { namingWhatIsMissing } from '../missing-name';
import { afterDrill } from './after-drill';
import { codeStore } from './code-store';
import { drillText, drillUnderWay, type GoFirstPorts, goBeforeDrill, untilSettled } from './go-first';
import { marksOf } from './marks-of';
import { InterruptedError } from './perform';
import { planRecovery, RecoveryRefusedError, type RecoveryRequest, type Wish } from './plan';
import { type CodeWish, planCode } from './plan-code';
import { markSincePlan } from './protect';
import { provenNames } from './proven-names';
import { lastRollbackOf, type RecoveryPlan } from './recovery';
import type { PlannedStep } from './steps';
import { planText } from './texts';
import { repeatedTimeText } from './time-input';
import type { RecoveryWorld } from './world';

/** Said also with --quiet: warnings, what stands, and what somebody must agree to. */
const say = (line: string) => console.error(line);

export interface Agreement {
  readonly client: KinesisAnalyticsV2Client;
  readonly timeoutMs: number;
  /** Names the application, or was told `--yes`; undefined: ask. */
  readonly isAgreed: boolean;
  readonly isDryRun: boolean;
  /** Earlier code and settings; missing: those of now. */
  readonly code?: CodeWish | undefined;
}

interface Planned {
  readonly plan: RecoveryPlan;
  readonly steps: readonly PlannedStep[];
  readonly version: number;
}

/** Plan that a person agreed to, and the drill that gave way to it. */
export interface AgreedPlan {
  readonly plan: RecoveryPlan;
  readonly drill?: Drill | undefined;
}

/**
 * Plan that a person was shown and agreed to. A drill that is under way gives way then, and the plan is made again: the
 * drill may have stopped the application, started it, or taken snapshots.
 *
 * @param agree asks the person.
 * @throws UsageError when nobody agrees; InterruptedError after Ctrl-C; RecoveryRefusedError and others as
 *   `planRecovery`.
 */
export async function agreedPlan(
  request: RecoveryRequest,
  agreement: Agreement,
  world: RecoveryWorld,
  agree: typeof askForName = askForName,
): Promise<AgreedPlan> {
  const first = await planUnlessBusy(request, agreement, world);
  if (world.warning) say(world.warning);
  const skew = world.clockSkewSeconds();
  if (skew !== 0) say(`Warning: ${clockSkewText(skew)}`);
  if (first) show(first, agreement);
  if (agreement.isDryRun) return { plan: await shownOnly(first, request, world) };
  if (first && !agreement.isAgreed) await agree(request.application);
  const act = actOf(request, first);
  const drill = await drillUnderWay(act, world.tables?.drills);
  if (first && !drill) {
    return { plan: await whileItHolds(first.plan, request, agreement, world, () => agree(request.application)) };
  }
  const planAgain = () => planAfterDrill(request, agreement, world, first, agree);
  return { plan: await (drill ? afterDrill(drill, act, world, say, planAgain) : planAgain()), drill };
}

/** Makes the drill give way, and plans again; asks again about a plan that differs. */
async function planAfterDrill(
  request: RecoveryRequest,
  agreement: Agreement,
  world: RecoveryWorld,
  first: Planned | undefined,
  agree: typeof askForName,
): Promise<RecoveryPlan> {
  const { application, kind } = request;
  const again = await untilCtrlC(world, async (ports) => {
    await goBeforeDrill(actOf(request, first), ports);
    await untilSettled(application, isForTheNewestState(request), agreement.timeoutMs, { ...ports, api: world.api });
    return planNow(request, agreement, world);
  });
  if (first && isSame(first.plan, again.plan)) return again.plan;
  say(`After the drill ${application} is ${again.plan.status}: the plan was made again.`);
  show(again, agreement);
  const ask = () => agree(application, `The ${kind} did not begin`);
  if (!agreement.isAgreed) await ask();
  return whileItHolds(again.plan, request, agreement, world, ask);
}

/**
 * Plan whose snapshot is still there and not suspect after the question, which may have been open for long. Else another
 * plan is shown and asked about.
 */
async function whileItHolds(
  agreed: RecoveryPlan,
  request: RecoveryRequest,
  agreement: Agreement,
  world: RecoveryWorld,
  ask: () => Promise<void>,
): Promise<RecoveryPlan> {
  let plan = agreed;
  for (;;) {
    const lost = agreement.isAgreed ? undefined : await lostSince(plan, world);
    if (lost === undefined) return plan;
    say(`${lost} The plan was made again.`);
    const again = await planNow(request, agreement, world);
    show(again, agreement);
    await ask();
    plan = again.plan;
  }
}

/** Sentence on a target that is gone, or suspect since the plan; `undefined` for one that is as it was. */
async function lostSince(plan: RecoveryPlan, { tables, api }: RecoveryWorld): Promise<string | undefined> {
  const { application, target, takesTarget } = plan;
  if (!target || takesTarget) return undefined;
  const found = await api.describeSnapshot(application, target.name);
  if (found?.status !== 'READY') return `Snapshot ${target.name} is ${found?.status ?? 'gone'} now.`;
  const mark = tables && (await markSincePlan(plan, tables.protect.marks));
  return mark && `Snapshot ${target.name} is suspect now, by ${mark.who} (${mark.why}).`;
}

/** Works until Ctrl-C: then it ends at its next look. */
async function untilCtrlC<T>(world: RecoveryWorld, work: (ports: GoFirstPorts) => Promise<T>): Promise<T> {
  let isInterrupted = false;
  const endListening = onEndSignal(() => {
    isInterrupted = true;
  });
  const look = () => {
    if (isInterrupted) throw new InterruptedError('Interrupted while a drill gave way.');
  };
  const { clock } = world;
  const sleep = async (ms: number) => {
    await clock.sleep(ms);
    look();
  };
  try {
    const done = await work({ ...portsOf(world), clock: { now: () => clock.now(), sleep } });
    look();
    return done;
  } finally {
    endListening();
  }
}

/**
 * First plan; undefined where a drill has the application on its way, so that nothing can be planned before the drill
 * gave way.
 */
async function planUnlessBusy(
  request: RecoveryRequest,
  agreement: Agreement,
  world: RecoveryWorld,
): Promise<Planned | undefined> {
  try {
    return await planNow(request, agreement, world);
  } catch (error) {
    if (!(error instanceof RecoveryRefusedError) || agreement.isDryRun || !agreement.isAgreed) throw error;
    const { status } = await world.api.describeApplication(request.application);
    const isOnItsWay = ['STOPPING', 'STARTING', 'FORCE_STOPPING'].includes(status);
    if (!isOnItsWay || !(await drillUnderWay(actOf(request), world.tables?.drills))) throw error;
    return undefined;
  }
}

async function planNow(request: RecoveryRequest, agreement: Agreement, world: RecoveryWorld): Promise<Planned> {
  const { application, wish } = request;
  const { client } = agreement;
  const { state, snapshots } = await namingWhatIsMissing(client, { application }, async () => ({
    state: await world.api.describeApplication(application),
    snapshots: await world.api.listSnapshots(application),
  }));
  const { ownPrefix, sourceHorizon, clock } = world;
  const marks = await marksOf(world, application, snapshots);
  const hasTables = world.tables !== undefined;
  const code = agreement.code && (await planCode(world, application, agreement.code, await codeStore(client), say));
  const proven = wish.kind === 'snapshot' && wish.reference === 'proven' ? await provenNames(world, application) : [];
  const takesOne = state.status !== 'READY' && (request.evidence || wish.kind === 'now');
  const limitMs = takesOne ? await world.snapshotTimeMs?.(state.createdAt) : undefined;
  const before = {
    ...{ state, snapshots, marks, proven, hasTables, ownPrefix, sourceHorizon },
    snapshotLimitSeconds: limitMs === undefined ? undefined : Math.ceil(limitMs / 1000),
    now: clock.now(),
    ...(code ? { code } : {}),
  };
  const { plan, steps } = planRecovery(request, before);
  const lastRollback = lastRollbackOf((await world.journal.read(application))?.recovery, state.createdAt);
  const mark = marks.suspects.find(({ snapshotName }) => snapshotName === plan.target?.name);
  const repeated = repeatedTimeOf(request.wish, plan.plannedAt);
  if (repeated) say(`Warning: ${repeated}`);
  if (mark) say(`Warning: snapshot ${mark.snapshotName} is suspect, by ${mark.who}: ${mark.why}.`);
  return { plan: lastRollback ? { ...plan, lastRollback } : plan, steps, version: state.version };
}

/** Sentence about the time that a person gave, where the clocks showed it twice. */
function repeatedTimeOf(wish: Wish, now: Date): string | undefined {
  if (wish.kind === 'before') return repeatedTimeText(wish.time, now);
  const isTime = wish.kind === 'snapshot' && wish.reference.startsWith('@');
  return isTime ? repeatedTimeText(wish.reference.slice(1), now) : undefined;
}

function show({ plan, steps, version }: Planned, { isAgreed, isDryRun }: Agreement): void {
  (isAgreed && !isDryRun ? talk : say)(planText(plan, steps, version));
}

/** End of a dry run: what would be done about a drill. */
async function shownOnly(
  planned: Planned | undefined,
  request: RecoveryRequest,
  world: RecoveryWorld,
): Promise<RecoveryPlan> {
  if (!planned) throw new Error('A dry run without a plan.');
  const drill = await drillUnderWay(actOf(request, planned), world.tables?.drills);
  if (drill) say(`${drillText(drill)}: it would give way first, and the plan would be made again.`);
  return planned.plan;
}

function actOf({ application, kind, who }: RecoveryRequest, planned?: Planned) {
  return { application, applicationCreatedAt: planned?.plan.applicationCreatedAt, what: kind, who };
}

function portsOf({ tables, clock }: RecoveryWorld): GoFirstPorts {
  return { drills: tables?.drills, clock, say: talk };
}

/** True where the snapshot of a stop under way may be the one that is wanted. */
function isForTheNewestState({ kind, wish }: RecoveryRequest): boolean {
  return kind === 'start' || ['latest', 'now'].includes(wish.kind);
}

/** True for plans that do the same to the application. */
function isSame(one: RecoveryPlan, other: RecoveryPlan): boolean {
  const facts = ({ target, status, steps, suspects, code }: RecoveryPlan) =>
    JSON.stringify([target?.name, status, steps, suspects, code?.version]);
  return facts(one) === facts(other);
}
