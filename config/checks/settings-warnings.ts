import type { Settings } from '../schema/settings';

/** Warnings about settings that are allowed but probably not meant, as whole sentences. */
export function settingsWarnings({ environment, notifications, alarms }: Settings): string[] {
  const file = `config/${environment}.json`;
  const isSilent = notifications.mailAddresses.length === 0 && alarms.pagerTopicArns.length === 0;
  return isSilent
    ? [
        `${file} has no notifications.mailAddresses and no alarms.pagerTopicArns: nobody is notified of any problem. Add who is on call, such as "mailAddresses": ["on-call@example.com"], unless somebody subscribes to the topic ${notifications.topicName} by hand.`,
      ]
    : [];
}
