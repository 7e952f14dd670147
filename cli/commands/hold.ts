import '../../tools/node-version-warning';
import type { HoldRequest } from '../../lambda-src/contract';
import { readArguments, runCommand, UsageError } from '../../tools/command';
import { askManager, recordsAnswer } from '../manager';
import { readPerson, thisUser } from '../person';
import { readUntil } from '../until-option';
import { showRecords } from './snapshot';

const USAGE = `Puts a snapshot on hold: the snapshot manager never deletes it until the hold ends. Holds of different people
stand side by side, and the longest counts; your own earlier hold on the same snapshot is replaced.

  npm run hold -- NAME SNAPSHOT --why REASON [--until TIME] [--who PERSON] [--json]

  --why REASON   stored in the audit table (required)
  --until TIME   in UTC, such as 2026-12-24 (its first moment) or 2026-12-24T18:00:00Z; without it the hold lasts until
                 npm run release
  --who PERSON   who you are; default: the user of this machine
  --json         the manager's whole answer`;

/**
 * Parses the arguments.
 *
 * @throws UsageError on a missing name, snapshot, reason or person, or an invalid time.
 */
export function parseHold(
  argv: string[],
  user: string | undefined,
  now: Date,
): { request: HoldRequest; json: boolean } {
  const { values, positionals } = readArguments({
    args: argv,
    allowPositionals: true,
    options: {
      ...{ why: { type: 'string' }, until: { type: 'string' }, who: { type: 'string' }, json: { type: 'boolean' } },
    },
  });
  const snapshot = readSnapshot(positionals);
  const { why } = values;
  if (!why) throw new UsageError('--why is missing. The audit table needs the reason.');
  const until = values.until === undefined ? {} : { until: readUntil(values.until, now) };
  return {
    request: { ...{ action: 'hold', ...snapshot, who: readPerson(values.who, user), why }, ...until },
    json: values.json ?? false,
  };
}

/**
 * Reads application and snapshot, in this order.
 *
 * @throws UsageError when one is missing or there are more.
 */
export function readSnapshot(positionals: readonly string[]): { application: string; snapshot: string } {
  const [application, snapshot, ...others] = positionals;
  if (!application) throw new UsageError('The name of the application is missing.');
  if (!snapshot) throw new UsageError('The name of the snapshot is missing.');
  if (others.length > 0) throw new UsageError(`Only one snapshot is allowed: ${others.join(' ')} is too much.`);
  return { application, snapshot };
}

if (require.main === module) {
  runCommand(USAGE, async (argv) => {
    const { request, json } = parseHold(argv, thisUser(), new Date());
    const answer = await askManager(request);
    console.log(json ? JSON.stringify(answer, null, 2) : showRecords(recordsAnswer.parse(answer)));
  });
}
