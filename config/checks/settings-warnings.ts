import type { Settings } from '../schema/settings';
import { drillWarnings } from './drill-warnings';
import { horizonWarnings } from './horizon-warnings';
import { quietWarnings } from './quiet-warnings';
import { quotaWarnings } from './quota-warnings';

/** Warnings about settings that are allowed but probably not meant, as whole sentences. */
export function settingsWarnings(settings: Settings): string[] {
  const { environment, notifications, alarms } = settings;
  const file = `config/${environment}.json`;
  const isSilent = notifications.mailAddresses.length === 0 && alarms.pagerTopicArns.length === 0;
  return [
    ...(isSilent
      ? [
          `${file} has no notifications.mailAddresses and no alarms.pagerTopicArns: nobody is notified of any problem. Add who is on call, such as "mailAddresses": ["on-call@example.com"], unless somebody subscribes to the topic ${notifications.topicName} by hand.`,
        ]
      : []),
    ...quietWarnings(settings, file),
    ...horizonWarnings(settings, file),
    ...drillWarnings(settings, file),
    ...quotaWarnings(settings, file),
  ];
}
