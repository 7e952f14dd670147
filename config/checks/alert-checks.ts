import { partitionOf } from '../../tools/partition';
import type { Settings } from '../schema/settings';
import type { Problem } from './problems';

/** Topics and addresses that AWS would refuse or that are listed twice. */
export function alertProblems({
  region,
  alarms,
  notifications,
}: Pick<Settings, 'region' | 'alarms' | 'notifications'>): Problem[] {
  const partition = partitionOf(region);
  return [
    ...alarms.pagerTopicArns.map((arn, index) => {
      const [, itsPartition, , itsRegion] = arn.split(':');
      return (
        (itsRegion !== region || itsPartition !== partition) && {
          path: `alarms.pagerTopicArns[${index}]`,
          is: `is ${JSON.stringify(arn)}`,
          expected: `a topic of region ${region} in partition ${partition}, where the alarms are`,
          remedy: 'CloudWatch notifies topics of its own region only. Name a topic there.',
        }
      );
    }),
    busOfAnotherRegion(notifications.eventBus, region),
    ...repetitions('alarms.pagerTopicArns', alarms.pagerTopicArns, 'each topic once'),
    ...repetitions('notifications.mailAddresses', notifications.mailAddresses, 'each address once', (address) =>
      address.toLowerCase(),
    ),
  ].filter((problem) => problem !== false);
}

/** PutEvents reaches buses of its own region only; a bus there can pass the events on. */
function busOfAnotherRegion(eventBus: string, region: string): Problem | false {
  if (!eventBus.startsWith('arn:')) return false;
  const [, itsPartition, , itsRegion] = eventBus.split(':');
  if (itsRegion === region && itsPartition === partitionOf(region)) return false;
  return {
    path: 'notifications.eventBus',
    is: `is ${JSON.stringify(eventBus)}`,
    expected: `a bus of region ${region} in partition ${partitionOf(region)}, where the snapshot manager runs`,
    remedy: 'Name a bus of this region; a rule on it can pass the events on to the other region.',
  };
}

/**
 * Values that are listed more than once.
 *
 * @param sameAs maps a value to a key that is equal for equal values.
 */
function repetitions(
  path: string,
  values: readonly string[],
  expected: string,
  sameAs = (value: string) => value,
): Problem[] {
  const compared = values.map(sameAs);
  return values.flatMap((value, index) => {
    const first = compared.indexOf(sameAs(value));
    if (first === index) return [];
    const is = `is ${JSON.stringify(value)}, as ${path}[${first}] is`;
    return [{ path: `${path}[${index}]`, is, expected, remedy: 'Remove the repetition.' }];
  });
}
