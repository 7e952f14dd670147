import '../../tools/node-version-warning';
import type { z } from 'zod';
import type { HoldsRequest } from '../../lambda-src/contract';
import { readArguments, runCommand } from '../../tools/command';
import { askManager, holdsAnswer } from '../manager';

const USAGE = `Lists the holds on snapshots, a line for each person who holds one.

  npm run holds -- [NAME...] [--json]

Without a name: of all applications of the deployment.`;

/** Parses the arguments. */
export function parseHolds(argv: string[]): { request: HoldsRequest; json: boolean } {
  const { values, positionals } = readArguments({
    args: argv,
    allowPositionals: true,
    options: { json: { type: 'boolean' } },
  });
  const request: HoldsRequest =
    positionals.length > 0 ? { action: 'holds', applications: positionals } : { action: 'holds' };
  return { request, json: values.json ?? false };
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

if (require.main === module) {
  runCommand(USAGE, async (argv) => {
    const { request, json } = parseHolds(argv);
    const answer = await askManager(request);
    console.log(json ? JSON.stringify(answer, null, 2) : showHolds(holdsAnswer.parse(answer)));
  });
}
