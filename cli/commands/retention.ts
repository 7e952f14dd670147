import type { z } from 'zod';
import type { PlanRequest } from '../../lambda-src/contract';
import { declareCommand, defineCommand, readArguments } from '../../tools/command';
import { DEPLOYMENT_OPTIONS, type DeploymentChoice, readChoice } from '../deployment-options';
import type { plansAnswer } from '../manager';

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

/** Text with a line and the counts for each application, then a line for each snapshot, newest first. */
export function showPlans(plans: readonly Plan[]): string {
  return plans.map(showPlan).join('\n\n');
}

function showPlan({ application, kept, dropped, problem }: Plan): string {
  if (problem !== undefined) return `${application}: no plan; a run would delete nothing. ${problem}`;
  const lines = [
    ...dropped.map((snapshot) => ({ verdict: 'delete', ...snapshot })),
    ...kept.map((snapshot) => ({ verdict: 'keep', ...snapshot })),
  ].sort((a, b) => ((a.createdAt ?? '') < (b.createdAt ?? '') ? 1 : -1));
  const width = Math.max(0, ...lines.map(({ name }) => name.length));
  return [
    `${application}: ${kept.length} kept, ${dropped.length} to delete. ${wayBack(kept)}${frozen(kept)}`,
    ...lines.map(
      ({ verdict, name, status, createdAt, reasons, suspect }) =>
        `  ${verdict.padEnd(6)}  ${name.padEnd(width)}  ${createdAt ?? 'no creation time'}  ${status}${suspect ? ' suspect' : ''}  ${reasons.join(', ')}`,
    ),
  ].join('\n');
}

/** Sentence on the freeze, with what it keeps; empty where it keeps nothing. */
function frozen(kept: Plan['kept']): string {
  const reasons = kept.flatMap(({ reasons }) => reasons.filter((reason) => reason.startsWith('frozen until ')));
  return reasons.length === 0 ? '' : ` Frozen: ${reasons.length} would go otherwise, and stay ${reasons[0]?.slice(7)}.`;
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
    const plans = plansAnswer.parse(answer);
    const isWhole = plans.every(({ problem }) => problem === undefined);
    return { document: answer, text: showPlans(plans), exitCode: isWhole ? 0 : 1 };
  },
  schema: async () => (await import('../manager')).plansAnswer,
});
