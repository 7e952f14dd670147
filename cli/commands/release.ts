import '../../tools/node-version-warning';
import type { ReleaseRequest } from '../../lambda-src/contract';
import { readArguments, runCommand } from '../../tools/command';
import { askManager, recordsAnswer } from '../manager';
import { readPerson, thisUser } from '../person';
import { readSnapshot } from './hold';
import { showRecords } from './snapshot';

const USAGE = `Ends your hold on a snapshot. When nobody else holds it, the retention decides about it from the next run on.

  npm run release -- NAME SNAPSHOT [--holder PERSON] [--why REASON] [--who PERSON] [--json]

  --holder PERSON   whose hold ends, if not yours; npm run holds lists them
  --why REASON      stored in the audit table
  --who PERSON      who you are; default: the user of this machine
  --json            the manager's whole answer`;

/**
 * Parses the arguments.
 *
 * @throws UsageError on a missing name, snapshot or person.
 */
export function parseRelease(argv: string[], user: string | undefined): { request: ReleaseRequest; json: boolean } {
  const { values, positionals } = readArguments({
    args: argv,
    allowPositionals: true,
    options: {
      holder: { type: 'string' },
      why: { type: 'string' },
      who: { type: 'string' },
      json: { type: 'boolean' },
    },
  });
  return {
    request: {
      ...{ action: 'release', ...readSnapshot(positionals), who: readPerson(values.who, user) },
      ...(values.holder === undefined ? {} : { holder: values.holder }),
      ...(values.why === undefined ? {} : { why: values.why }),
    },
    json: values.json ?? false,
  };
}

if (require.main === module) {
  runCommand(USAGE, async (argv) => {
    const { request, json } = parseRelease(argv, thisUser());
    const answer = await askManager(request);
    console.log(json ? JSON.stringify(answer, null, 2) : showRecords(recordsAnswer.parse(answer)));
  });
}
