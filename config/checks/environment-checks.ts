import { partitionOf } from '../../tools/partition';
import { managerEnvironment } from '../model/manager-environment';
import type { Names } from '../model/names';
import type { Settings } from '../schema/settings';
import type { Problem } from './problems';

/**
 * Limit of a function's variables: Lambda measures them as one JSON text, in bytes (quota "Environment variables": 4
 * KB).
 */
const MOST_BYTES = 4096;

/** Settings whose environment variables exceed Lambda's limit; without this check the apply fails half way. */
export function environmentProblems(settings: Settings, names: Names): Problem[] {
  const { region } = settings;
  const variables = managerEnvironment(settings, names, {
    auditTable: names.auditTable,
    holdsTable: names.holdsTable,
    topicArn: `arn:${partitionOf(region)}:sns:${region}:111122223333:${names.topic}`,
  });
  const bytes = Buffer.byteLength(JSON.stringify(variables));
  if (bytes <= MOST_BYTES) return [];
  return [
    {
      path: 'snapshots.applications',
      is: `makes ${bytes} bytes of environment variables`,
      expected: `at most ${MOST_BYTES}, which Lambda allows`,
      remedy: `It is ${bytes - MOST_BYTES} bytes too many. Split the list over two environments, or select by prefix, pattern or tag. Non-ASCII letters take up to four bytes.`,
    },
  ];
}
