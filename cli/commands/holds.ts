import type { z } from 'zod';
import type { HoldsRequest } from '../../lambda-src/contract';
import { declareCommand, defineCommand, readArguments } from '../../tools/command';
import { DEPLOYMENT_OPTIONS, type DeploymentChoice, readChoice } from '../deployment-options';
import type { holdsAnswer, marksAnswer } from '../manager';

const DECLARATION = declareCommand({
  command: 'kda holds',
  summary: 'Lists holds on snapshots, suspect snapshots and frozen applications, with who, why and until when.',
  arguments: [
    { name: 'NAME', summary: 'applications; without one: all of the deployment', isOptional: true, isRepeatable: true },
  ],
  onlyReads: true,
  options: { ...DEPLOYMENT_OPTIONS, json: { summary: 'holds as JSON; kda retention --json has the marks' } },
  examples: [
    { line: 'orders', summary: 'holds and marks of one application' },
    { line: '--json', summary: 'all holds of the deployment as JSON' },
  ],
});

/** Parses the arguments. */
export function parseHolds(argv: string[]): { request: HoldsRequest; choice: DeploymentChoice; json: boolean } {
  const { values, positionals } = readArguments(DECLARATION, argv);
  const request: HoldsRequest =
    positionals.length > 0 ? { action: 'holds', applications: positionals } : { action: 'holds' };
  return { request, choice: readChoice(values), json: values.json ?? false };
}

interface Holds {
  readonly holds: z.infer<typeof holdsAnswer>;
  /** `null`: the manager is older than marks. */
  readonly marks: z.infer<typeof marksAnswer> | null;
}

/** Text with a line for each hold, freeze and suspect. */
export function showHolds({ holds, marks }: Holds): string {
  const lines = [
    ...(marks ?? []).flatMap(freezeLines),
    ...holds.map(
      ({ application, snapshotName, who, why, heldAt, until }) =>
        `${application}  ${snapshotName}  until ${until ?? 'released'}  by ${who} since ${heldAt}: ${why}`,
    ),
    ...(marks ?? []).flatMap(({ application, suspects }) =>
      suspects.map(
        ({ snapshotName, who, why, markedAt }) =>
          `${application}  ${snapshotName}  suspect  by ${who} since ${markedAt}: ${why}`,
      ),
    ),
    ...(holds.length > 0 ? [] : ['No snapshot is on hold.']),
    ...(marks === null ? ['This snapshot manager is older than kda and knows neither suspects nor freezes.'] : []),
  ];
  return lines.join('\n');
}

function freezeLines({ application, freezes, frozenSnapshots }: NonNullable<Holds['marks']>[number]): string[] {
  const kept = frozenSnapshots === undefined ? '' : `, keeps ${frozenSnapshots} that a run would delete`;
  return freezes.map(
    ({ who, why, since, until }) => `${application}  frozen until ${until}${kept}  by ${who} since ${since}: ${why}`,
  );
}

export const holds = defineCommand({
  declaration: DECLARATION,
  read: parseHolds,
  run: async ({ request, choice }) => {
    const { findDeployment } = await import('../find-deployment');
    const { askManager, holdsAnswer, marksAnswer } = await import('../manager');
    const { marksUnlessOlder } = await import('../marks-answer');
    const deployment = await findDeployment(choice);
    const held = holdsAnswer.parse(await askManager(deployment, request));
    const marks = await marksUnlessOlder(() => askManager(deployment, { ...request, action: 'marks' }));
    const text = showHolds({ holds: held, marks: marks === undefined ? null : marksAnswer.parse(marks) });
    return { document: held, text };
  },
  schema: async () => (await import('../manager')).holdsAnswer,
});
