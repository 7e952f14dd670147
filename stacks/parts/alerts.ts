import { KmsAlias } from '@cdktf/provider-aws/lib/kms-alias';
import { KmsKey } from '@cdktf/provider-aws/lib/kms-key';
import { SnsTopic } from '@cdktf/provider-aws/lib/sns-topic';
import { SnsTopicPolicy } from '@cdktf/provider-aws/lib/sns-topic-policy';
import { SnsTopicSubscription } from '@cdktf/provider-aws/lib/sns-topic-subscription';
import { Construct } from 'constructs';
import type { Account } from '../aws';
import { ImportBlock } from '../import-block';
import type { Names } from '../names';
import { policyDocument } from '../policy';

export interface AlertsProps {
  readonly account: Account;
  readonly names: Names;
  readonly mailAddresses: readonly string[];
  /** Of a topic that exists already and is taken over. */
  readonly topicArn: string | undefined;
}

/** Long enough to notice that a key still in use was deleted; the shortest AWS allows is 7. */
const KEY_DELETION_DAYS = 30;

/** The topic that reaches people, with its own key: alarms can't publish to a topic under `alias/aws/sns`. */
export class Alerts extends Construct {
  readonly topic: SnsTopic;
  readonly key: KmsKey;

  constructor(scope: Construct, id: string, { account, names, mailAddresses, topicArn }: AlertsProps) {
    super(scope, id);
    this.key = new KmsKey(this, 'key', {
      description: `Messages of ${names.topic}`,
      enableKeyRotation: true,
      deletionWindowInDays: KEY_DELETION_DAYS,
      // In a key's own policy "*" is this key.
      policy: policyDocument([
        {
          sid: 'AccountDecidesByIam',
          principal: { account: `arn:${account.partition}:iam::${account.id}:root` },
          actions: ['kms:*'],
          resources: ['*'],
        },
        {
          // No condition on the account here: what CloudWatch passes on to KMS is not documented, and an alarm that
          // can't be delivered is silent. Who may publish is limited by the topic's policy.
          sid: 'AlarmsEncrypt',
          principal: { service: 'cloudwatch.amazonaws.com' },
          actions: ['kms:Decrypt', 'kms:GenerateDataKey*'],
          resources: ['*'],
        },
      ]),
    });
    new KmsAlias(this, 'key-alias', { name: names.topicKeyAlias, targetKeyId: this.key.keyId });

    this.topic = new SnsTopic(this, 'topic', { name: names.topic, kmsMasterKeyId: this.key.arn });
    if (topicArn !== undefined) new ImportBlock(this, 'import', this.topic, topicArn);
    new SnsTopicPolicy(this, 'topic-policy', {
      arn: this.topic.arn,
      policy: policyDocument([
        {
          sid: 'AlarmsPublish',
          principal: { service: 'cloudwatch.amazonaws.com' },
          actions: ['sns:Publish'],
          resources: [this.topic.arn],
          conditions: { StringEquals: { 'aws:SourceAccount': account.id } },
        },
      ]),
    });
    for (const address of mailAddresses) {
      // AWS mails a link that each person has to follow first.
      new SnsTopicSubscription(this, `mail-${address}`, {
        topicArn: this.topic.arn,
        protocol: 'email',
        endpoint: address,
      });
    }
  }
}
