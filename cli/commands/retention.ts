import '../../tools/node-version-warning';
import type { z } from 'zod';
import type { PlanRequest } from '../../lambda-src/contract';
import { readArguments, runCommand } from '../../tools/command';
import { askManager, plansAnswer } from '../manager';

const USAGE = `Shows what the retention would delete now, and why each other snapshot stays. Nothing is changed.

  npm run plan -- [NAME...] [--adopt-reference-snapshots] [--json]

Without a name: all applications of the deployment. With --adopt-reference-snapshots: as if the setting
snapshots.adoptReferenceSnapshots were true. The exit code is 0 when there is a plan for each.`;

/** Parses the arguments. */
export function parsePlan(argv: string[]): { request: PlanRequest; json: boolean } {
  const { values, positionals } = readArguments({
    args: argv,
    allowPositionals: true,
    options: { json: { type: 'boolean' }, 'adopt-reference-snapshots': { type: 'boolean' } },
  });
  const request: PlanRequest = {
    action: 'plan',
    ...(positionals.length > 0 ? { applications: positionals } : {}),
    ...(values['adopt-reference-snapshots'] ? { adoptReferenceSnapshots: true } : {}),
  };
  return { request, json: values.json ?? false };
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
    `${application}: ${kept.length} kept, ${dropped.length} to delete. ${wayBack(kept)}`,
    ...lines.map(
      ({ verdict, name, status, createdAt, reasons }) =>
        `  ${verdict.padEnd(6)}  ${name.padEnd(width)}  ${createdAt ?? 'no creation time'}  ${status}  ${reasons.join(', ')}`,
    ),
  ].join('\n');
}

/** Sentence on the oldest READY snapshot that stays, whoever took it. */
function wayBack(kept: Plan['kept']): string {
  const oldest = kept
    .filter(({ status }) => status === 'READY')
    .flatMap(({ createdAt }) => createdAt ?? [])
    .toSorted()[0];
  return oldest === undefined ? 'There is no READY snapshot to restore.' : `A restore can go back to ${oldest}.`;
}

if (require.main === module) {
  runCommand(USAGE, async (argv) => {
    const { request, json } = parsePlan(argv);
    const answer = await askManager(request);
    const plans = plansAnswer.parse(answer);
    console.log(json ? JSON.stringify(answer, null, 2) : showPlans(plans));
    if (plans.some(({ problem }) => problem !== undefined)) process.exitCode = 1;
  });
}
