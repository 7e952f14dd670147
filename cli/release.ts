import './node-version-warning';
import type { ReleaseRequest } from '../lambda-src/contract';
import { readArguments, runCommand } from './command';
import { readPerson, readSnapshot } from './hold';
import { askManager, recordsAnswer } from './manager';
import { showRecords } from './snapshot';

const USAGE = `Ends the hold on a snapshot: from the next run on the retention decides about it.

  npm run release -- NAME SNAPSHOT [--why REASON] [--who PERSON] [--json]

  --why REASON   goes into the audit
  --who PERSON   default: the user of this machine
  --json         the manager's whole answer`;

/** What the arguments ask for. @throws UsageError on a missing name, snapshot or person. */
export function parseRelease(argv: string[], user: string | undefined): { request: ReleaseRequest; json: boolean } {
  const { values, positionals } = readArguments({
    args: argv,
    allowPositionals: true,
    options: { why: { type: 'string' }, who: { type: 'string' }, json: { type: 'boolean' } },
  });
  return {
    request: {
      ...{ action: 'release', ...readSnapshot(positionals), who: readPerson(values.who, user) },
      ...(values.why === undefined ? {} : { why: values.why }),
    },
    json: values.json ?? false,
  };
}

if (require.main === module) {
  runCommand(USAGE, async (argv) => {
    const { request, json } = parseRelease(argv, process.env.USER);
    const answer = await askManager(request);
    console.log(json ? JSON.stringify(answer, null, 2) : showRecords(recordsAnswer.parse(answer)));
  });
}
