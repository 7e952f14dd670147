import { SnsTopic } from '@cdktf/provider-aws/lib/sns-topic';
import { SnsTopicPolicy } from '@cdktf/provider-aws/lib/sns-topic-policy';
import { SnsTopicSubscription } from '@cdktf/provider-aws/lib/sns-topic-subscription';
import { Construct } from 'constructs';
import { policyDocument, tlsOnly } from '../../config/model/iam-policy';
import type { Names } from '../../config/model/names';
import type { Settings } from '../../config/schema/settings';
import type { Account } from '../shared/deployment-stack';
import { ImportBlock } from '../shared/import-block';
import { encryptionKeyArn } from './encryption-key';

export interface AlertsProps {
  readonly account: Account;
  readonly names: Names;
  readonly settings: Pick<Settings, 'name' | 'security' | 'notifications' | 'import'>;
}

/** Topic that notifies people. It always has a key: alarms can't publish to a topic under `alias/aws/sns`. */
export class Alerts extends Construct {
  readonly topic: SnsTopic;
  readonly keyArn: string;

  constructor(scope: Construct, id: string, { account, names, settings }: AlertsProps) {
    super(scope, id);
    const keyArn = encryptionKeyArn(this, 'key', {
      account,
      settings,
      use: 'topic',
      what: 'notifications',
      description: `Messages of ${names.topic}`,
    });
    if (keyArn === undefined) throw new Error('The topic has no key, so no alarm could be delivered.');
    this.keyArn = keyArn;

    this.topic = new SnsTopic(this, 'topic', { name: names.topic, kmsMasterKeyId: keyArn });
    const { topicArn } = settings.import;
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
        {
          // EventBridge publishes the ends of alarms. Only the topic's policy can allow that.
          sid: 'EndsOfAlarmsPublish',
          principal: { service: 'events.amazonaws.com' },
          actions: ['sns:Publish'],
          resources: [this.topic.arn],
          conditions: {
            ArnEquals: {
              'aws:SourceArn': `arn:${account.partition}:events:${account.region}:${account.id}:rule/${names.alarmEndsRule}`,
            },
          },
        },
        // SNS refuses "sns:*" in a topic's policy, because some actions do not apply to topics.
        tlsOnly(['sns:Publish'], [this.topic.arn]),
      ]),
    });
    for (const address of settings.notifications.mailAddresses) {
      // AWS mails each person a link that confirms the subscription.
      new SnsTopicSubscription(this, `mail-${address}`, {
        topicArn: this.topic.arn,
        protocol: 'email',
        endpoint: address,
      });
    }
  }
}
