import { snapshotsDependOn } from './dependencies';
import { isEmpty, isEqual } from './json';
import { headed, type Rule } from './rule';
import { watch } from './switches';

/** Key of AWS's own, whose policy names no service: neither CloudWatch nor EventBridge can send with it. */
const MANAGED_BY_AWS = /(^|[:/])alias\/aws\/sns$/;

/** Rules on changes that keep alarms from reaching a topic that stays. */
export const topicKeyRules: readonly Rule[] = [
  {
    types: ['aws_sns_topic'],
    find: (change, all) => {
      if (change.action !== 'update' || !snapshotsDependOn(change, all)) return [];
      const { old, now, isUnknown } = watch(change, 'kms_master_key_id');
      if (!isUnknown && ((isEmpty(old) && isEmpty(now)) || isEqual(old, now))) return [];
      return typeof now === 'string' && MANAGED_BY_AWS.test(now)
        ? [
            headed(
              'The topic is encrypted with alias/aws/sns, which alarms and event rules can’t use. Their messages no longer arrive.',
            ),
          ]
        : [
            {
              text: 'The topic is encrypted with another key. Can CloudWatch, EventBridge and the manager use it to send?',
            },
          ];
    },
  },
];
