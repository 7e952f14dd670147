import { deploymentOf } from '../model/deployment';
import { ADVANCED_BYTES, parameterText } from '../model/deployment-parameter';
import type { Settings } from '../schema/settings';
import type { Problem } from './problems';

/** Version as long as any to come. */
const ANY_VERSION = '999.999.999';

/** Settings that make the parameter of the deployment too large for the service, which the apply would say half way. */
export function parameterProblems(settings: Settings): Problem[] {
  const bytes = Buffer.byteLength(parameterText(deploymentOf(settings), ANY_VERSION));
  if (bytes <= ADVANCED_BYTES) return [];
  const addresses = settings.notifications.mailAddresses.length;
  return [
    {
      path: addresses > MANY_ADDRESSES ? 'notifications.mailAddresses' : 'snapshots.applications',
      is: `makes ${bytes} bytes of the parameter by which kda finds the deployment`,
      expected: `at most ${ADVANCED_BYTES}, which Systems Manager allows`,
      remedy:
        addresses > MANY_ADDRESSES
          ? 'Use the address of a mailing list.'
          : 'Split the list over two environments, or select by prefix, pattern or tag.',
    },
  ];
}

/** Number of mail addresses from which on they, and not the applications, fill the parameter. */
const MANY_ADDRESSES = 50;
