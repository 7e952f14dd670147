import { DescribeTableCommand, DynamoDBClient, UpdateTableCommand } from '@aws-sdk/client-dynamodb';
import { ListSubscriptionsCommand, ListTopicsCommand, SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import { namesOf } from '../../../config/model/names';
import { iamQuery } from '../../../local/cloud/identity/iam-query';
import type { LocalSession } from '../../../local/local-session';

const ADDRESS = 'owner@example.com';
const POLICY = 'owners-streams';

/** Changes that docs/security.md leaves to the account's owner, made by hand beside a deployment. */
export class OwnersChanges {
  private readonly names;
  private readonly tables: DynamoDBClient;
  private readonly topics: SNSClient;

  constructor(private readonly session: LocalSession) {
    this.names = namesOf(session.settings);
    this.tables = new DynamoDBClient(session.clientConfiguration);
    this.topics = new SNSClient(session.clientConfiguration);
  }

  /** Protects both tables, gives the application a right to a stream, and subscribes to the topic. */
  async make(): Promise<void> {
    for (const TableName of [this.names.auditTable, this.names.holdsTable]) {
      await this.tables.send(new UpdateTableCommand({ TableName, DeletionProtectionEnabled: true }));
    }
    await this.iam({
      Action: 'PutRolePolicy',
      RoleName: this.names.applicationRole,
      PolicyName: POLICY,
      PolicyDocument: JSON.stringify({
        Version: '2012-10-17',
        Statement: [
          { Effect: 'Allow', Action: 'kinesis:GetRecords', Resource: 'arn:aws:kinesis:*:000000000000:stream/orders' },
        ],
      }),
    });
    const { Topics = [] } = await this.topics.send(new ListTopicsCommand({}));
    const topic = Topics.find(({ TopicArn }) => TopicArn?.endsWith(`:${this.names.topic}`));
    await this.topics.send(
      new SubscribeCommand({
        TopicArn: topic?.TopicArn,
        Protocol: 'email',
        Endpoint: ADDRESS,
        ReturnSubscriptionArn: true,
      }),
    );
  }

  /** The same, as the services have it now. */
  async read(): Promise<{ protectedTables: unknown[]; rolePolicies: string[]; ownersSubscriptions: number }> {
    const tables = await Promise.all(
      [this.names.auditTable, this.names.holdsTable].map((TableName) =>
        this.tables.send(new DescribeTableCommand({ TableName })),
      ),
    );
    const policies = await this.iam({ Action: 'ListRolePolicies', RoleName: this.names.applicationRole });
    const { Subscriptions = [] } = await this.topics.send(new ListSubscriptionsCommand({}));
    return {
      protectedTables: tables.map(({ Table }) => Table?.DeletionProtectionEnabled),
      rolePolicies: [...policies.matchAll(/<member>([^<]+)<\/member>/g)].map(([, name = '']) => name).sort(),
      ownersSubscriptions: Subscriptions.filter(({ Endpoint }) => Endpoint === ADDRESS).length,
    };
  }

  private iam(parameters: Readonly<Record<string, string>>): Promise<string> {
    return iamQuery(this.session.cloud.endpoint, this.session.settings.region, parameters);
  }
}
