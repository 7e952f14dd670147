import { ENVIRONMENT } from '../../../lambda-src/contract';
import { isEmpty, isEqual } from './json';
import { headed, type Rule, type RuleFinding, refusal } from './rule';
import { managerVariables, takesSnapshots } from './snapshot-manager';
import { watch } from './switches';

/** Shortest useful time-out in seconds: to take a snapshot of little state, to delete, and to write the record. */
const SHORTEST_RUN_SECONDS = 60;
/** Lambda's default time-out in seconds. */
const DEFAULT_TIMEOUT_SECONDS = 3;

/** Rules on changes that keep the function that takes snapshots from ending or starting a run. */
export const managerRules: readonly Rule[] = [
  {
    types: ['aws_lambda_function'],
    find: (change, all) => {
      if (!['update', 'replace', 'import'].includes(change.action) || !takesSnapshots(change, all)) return [];
      const timeout = watch(change, 'timeout');
      const [before, now] = [timeout.old, timeout.now].map((side) => Number(side ?? DEFAULT_TIMEOUT_SECONDS));
      if (timeout.isUnknown)
        return [
          headed(
            'The time that a run may take (`timeout`) is known only after apply. It was not judged: check it in the configuration.',
          ),
        ];
      if (before === undefined || now === undefined || now >= before) return [];
      return now < SHORTEST_RUN_SECONDS
        ? [refusal('schedule-off', [timeout], 'A run can’t end within this time: it does not wait for its snapshot.')]
        : [
            headed(
              'A run has less time. With large state, its snapshot and its deletions are delayed.',
              `${before} s → ${now} s`,
            ),
          ];
    },
  },
  {
    types: ['aws_lambda_function'],
    find: (change) => {
      const before = managerVariables(change.before);
      if (!(change.action === 'update' || change.action === 'replace') || before === undefined) return [];
      const variables = Object.values(ENVIRONMENT).map((name) => watch(change, 'environment', 'variables', name));
      const missing = variables.filter(({ old, now, isUnknown }) => !isEmpty(old) && !isUnknown && isEmpty(now));
      const holds = watch(change, 'environment', 'variables', ENVIRONMENT.holdsTable);
      const found: RuleFinding[] = [];
      if (missing.length > 0) {
        found.push(refusal('schedule-off', missing, 'The snapshot manager does not start without these variables.'));
      } else if (!isEmpty(holds.old) && (holds.isUnknown || !isEqual(holds.old, holds.now))) {
        found.push(
          refusal(
            'retention-shortened',
            [holds],
            'The snapshots on hold are listed in the earlier table. The next run ignores it, and deletes those that no rule keeps.',
          ),
        );
      }
      return found;
    },
  },
];
