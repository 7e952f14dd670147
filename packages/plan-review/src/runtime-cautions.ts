import { runtimeWarning } from '../../../tools/function-runtimes';
import { shownAddress } from './find';
import type { Caution } from './finding';
import { isGone, type Plan } from './plan';
import { managerVariables } from './snapshot-manager';
import { watch } from './switches';

/**
 * Cautions on snapshot managers whose Lambda runtime AWS will soon stop supporting, even if the plan does not change
 * them.
 *
 * @param today the day in UTC, `2027-01-30`.
 */
export function runtimeCautions(plans: readonly Plan[], today: string): Caution[] {
  return plans.flatMap(({ stack, changes }) =>
    changes.flatMap((change) => {
      if (change.type !== 'aws_lambda_function' || isGone(change)) return [];
      if (managerVariables(change.after) === undefined) return [];
      const { now } = watch(change, 'runtime');
      const text = typeof now === 'string' ? runtimeWarning(now, today) : undefined;
      return text === undefined ? [] : [{ stack, address: shownAddress(change), text }];
    }),
  );
}
