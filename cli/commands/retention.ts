import type { z } from 'zod';
import type { PlanRequest } from '../../lambda-src/contract';
import { declareCommand, defineCommand, readArguments } from '../../tools/command';
import { DEPLOYMENT_OPTIONS, type DeploymentChoice, readChoice } from '../deployment-options';
import type { plansAnswer } from '../manager';
import { missingInputSeconds, missingInputText, type SourceHorizon } from '../source-horizon';

const DECLARATION = declareCommand({
  command: 'kda retention',
  summary: 'Shows what the retention would delete now, and why each other snapshot stays. Nothing is changed.',
  arguments: [
    { name: 'NAME', summary: 'applications; without one: all of the deployment', isOptional: true, isRepeatable: true },
  ],
  onlyReads: true,
  options: {
    'adopt-reference-snapshots': {
      summary: 'as if the setting snapshots.adoptReferenceSnapshots were true',
    },
    ...DEPLOYMENT_OPTIONS,
    json: { summary: 'whole answer of the snapshot manager as JSON' },
  },
  examples: [
    { line: 'orders', summary: 'one application' },
    { line: '--json', summary: 'all applications as JSON' },
  ],
  exitCodes: '0 there is a plan for every application, 1 failed, 2 wrong usage, 3 could not be determined.',
});

/** Parses the arguments. */
export function parsePlan(argv: string[]): { request: PlanRequest; choice: DeploymentChoice; json: boolean } {
  const { values, positionals } = readArguments(DECLARATION, argv);
  const request: PlanRequest = {
    action: 'plan',
    ...(positionals.length > 0 ? { applications: positionals } : {}),
    ...(values['adopt-reference-snapshots'] ? { adoptReferenceSnapshots: true } : {}),
  };
  return { request, choice: readChoice(values), json: values.json ?? false };
}

type Plan = z.infer<typeof plansAnswer>[number];
type PlannedSnapshot = Plan['kept'][number];

/**
 * Plans whose snapshots say how much input after them the source no longer has.
 *
 * @param horizonOf duration for which the source of an application can be replayed.
 */
export function withMissingInput(
  plans: readonly Plan[],
  horizonOf: (application: string) => SourceHorizon,
  now: Date,
): Plan[] {
  return plans.map((plan) => {
    const horizon = horizonOf(plan.application);
    const marked = (snapshot: PlannedSnapshot): PlannedSnapshot => {
      const seconds =
        snapshot.createdAt === undefined ? undefined : missingInputSeconds(new Date(snapshot.createdAt), horizon, now);
      return seconds === undefined ? snapshot : { ...snapshot, missingInputSeconds: seconds };
    };
    const [kept, dropped] = [plan.kept.map(marked), plan.dropped.map(marked)];
    return { ...plan, kept, dropped, ...(horizon === undefined ? {} : { sourceHorizon: horizon }) };
  });
}

/** Text with a line and the counts for each application, then a line for each snapshot, newest first. */
export function showPlans(plans: readonly Plan[]): string {
  return plans.map(showPlan).join('\n\n');
}

function showPlan({ application, kept, dropped, problem, sourceHorizon }: Plan): string {
  if (problem !== undefined) return `${application}: no plan; a run would delete nothing. ${problem}`;
  const lines = [
    ...dropped.map((snapshot) => ({ verdict: 'delete', ...snapshot })),
    ...kept.map((snapshot) => ({ verdict: 'keep', ...snapshot })),
  ].sort((a, b) => ((a.createdAt ?? '') < (b.createdAt ?? '') ? 1 : -1));
  const width = Math.max(0, ...lines.map(({ name }) => name.length));
  return [
    `${application}: ${kept.length} kept, ${dropped.length} to delete. ${wayBack(kept)}${frozen(kept)}${beyond(kept, sourceHorizon)}`,
    ...lines.map(
      ({ verdict, name, status, createdAt, reasons, suspect, missingInputSeconds: missing }) =>
        `  ${verdict.padEnd(6)}  ${name.padEnd(width)}  ${createdAt ?? 'no creation time'}  ${status}${suspect ? ' suspect' : ''}  ${reasons.join(', ')}${missing === undefined ? '' : ', beyond the source'}`,
    ),
  ].join('\n');
}

/** Sentence on the freeze, with what it keeps; empty where it keeps nothing. */
function frozen(kept: Plan['kept']): string {
  const reasons = kept.flatMap(({ reasons }) => reasons.filter((reason) => reason.startsWith('frozen until ')));
  return reasons.length === 0 ? '' : ` Frozen: ${reasons.length} would go otherwise, and stay ${reasons[0]?.slice(7)}.`;
}

/** Sentence on the restore points that the source is too short for; empty where there are none. */
function beyond(kept: Plan['kept'], horizon: SourceHorizon): string {
  const missing = kept.flatMap(({ status, missingInputSeconds: seconds }) =>
    status === 'READY' && seconds !== undefined ? seconds : [],
  );
  if (missing.length === 0 || horizon === undefined) return '';
  const count = missing.length === 1 ? '1 restore point lies' : `${missing.length} restore points lie`;
  return ` ${count} beyond the source; of the oldest, ${missingInputText(Math.max(...missing), horizon)}.`;
}

/** Sentence on the oldest READY snapshot that stays and is not suspect, whoever took it. */
function wayBack(kept: Plan['kept']): string {
  const ready = kept.filter(({ status }) => status === 'READY');
  const oldest = ready
    .filter(({ suspect }) => !suspect)
    .flatMap(({ createdAt }) => createdAt ?? [])
    .toSorted()[0];
  if (oldest !== undefined) return `A restore can go back to ${oldest}.`;
  return `There is no READY snapshot to restore${ready.length > 0 ? ' that is not suspect' : ''}.`;
}

export const retention = defineCommand({
  declaration: DECLARATION,
  read: parsePlan,
  run: async ({ request, choice }) => {
    const { findDeployment } = await import('../find-deployment');
    const { askManager, plansAnswer } = await import('../manager');
    const deployment = await findDeployment(choice);
    const answer = await askManager(deployment, request);
    const { horizonOf } = await import('../source-horizon');
    const horizon = (application: string) => horizonOf(application, deployment);
    const plans = withMissingInput(plansAnswer.parse(answer), horizon, new Date());
    const isWhole = plans.every(({ problem }) => problem === undefined);
    return { document: plans, text: showPlans(plans), exitCode: isWhole ? 0 : 1 };
  },
  schema: async () => (await import('../manager')).plansAnswer,
});
