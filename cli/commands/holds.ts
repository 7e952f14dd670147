import type { z } from 'zod';
import type { HoldsRequest } from '../../lambda-src/contract';
import { declareCommand, defineCommand, readArguments } from '../../tools/command';
import { DEPLOYMENT_OPTIONS, type DeploymentChoice, readChoice } from '../deployment-options';
import type { holdsAnswer } from '../manager';

const DECLARATION = declareCommand({
  command: 'kda holds',
  summary: 'Lists the holds on snapshots, a line for each person who holds one.',
  arguments: [
    { name: 'NAME', summary: 'applications; without one: all of the deployment', isOptional: true, isRepeatable: true },
  ],
  onlyReads: true,
  options: { ...DEPLOYMENT_OPTIONS, json: { summary: 'whole answer of the snapshot manager as JSON' } },
  examples: [
    { line: 'orders', summary: 'holds on snapshots of one application' },
    { line: '--json', summary: 'all holds as JSON' },
  ],
});

/** Parses the arguments. */
export function parseHolds(argv: string[]): { request: HoldsRequest; choice: DeploymentChoice; json: boolean } {
  const { values, positionals } = readArguments(DECLARATION, argv);
  const request: HoldsRequest =
    positionals.length > 0 ? { action: 'holds', applications: positionals } : { action: 'holds' };
  return { request, choice: readChoice(values), json: values.json ?? false };
}

/** Text with a line for each hold. */
export function showHolds(holds: z.infer<typeof holdsAnswer>): string {
  if (holds.length === 0) return 'No snapshot is on hold.';
  return holds
    .map(
      ({ application, snapshotName, who, why, heldAt, until }) =>
        `${application}  ${snapshotName}  until ${until ?? 'released'}  by ${who} since ${heldAt}: ${why}`,
    )
    .join('\n');
}

export const holds = defineCommand({
  declaration: DECLARATION,
  read: parseHolds,
  run: async ({ request, choice }) => {
    const { findDeployment } = await import('../find-deployment');
    const { askManager, holdsAnswer } = await import('../manager');
    const deployment = await findDeployment(choice);
    const answer = await askManager(deployment, request);
    return { document: answer, text: showHolds(holdsAnswer.parse(answer)) };
  },
  schema: async () => (await import('../manager')).holdsAnswer,
});
