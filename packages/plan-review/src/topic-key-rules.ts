import { snapshotsDependOn } from './dependencies';
import { headed, look, type Rule } from './rule';
import { isSame, watch } from './switches';

/** Key managed by AWS. Its policy allows no service, so neither CloudWatch nor EventBridge can send with it. */
const MANAGED_BY_AWS = /(^|[:/])alias\/aws\/sns$/;

/** Rules on changes that keep alarms from reaching a topic that stays. */
export const topicKeyRules: readonly Rule[] = [
  {
    types: ['aws_sns_topic'],
    find: (change, all) => {
      if (change.action !== 'update' || !snapshotsDependOn(change, all)) return [];
      const key = watch(change, 'kms_master_key_id');
      if (!key.isUnknown && isSame(key)) return [];
      return [typeof key.now === 'string' && MANAGED_BY_AWS.test(key.now) ? headed(UNUSABLE_KEY) : look(OTHER_KEY)];
    },
  },
];

const UNUSABLE_KEY =
  'The topic is encrypted with alias/aws/sns, which alarms and event rules can’t use. Their messages no longer arrive.';
const OTHER_KEY =
  'The topic is encrypted with another key. Can CloudWatch, EventBridge and the manager use it to send?';
