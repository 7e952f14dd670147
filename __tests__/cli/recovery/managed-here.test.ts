import type { KinesisAnalyticsV2Client } from '@aws-sdk/client-kinesis-analytics-v2';
import { notManagedWarning } from '../../../cli/recovery/managed-here';
import { deploymentOf } from '../../../config/model/deployment';
import { settingsWith } from '../../settings-with';

const ARN = 'arn:aws:kinesisanalytics:eu-west-1:1:application/orders';

/** Service in which `orders` has a tag; it counts what it is asked. */
class Service {
  asked = 0;
  isDenied = false;
  readonly client = {
    send: async ({ input }: { input: { ApplicationName?: string; ResourceARN?: string } }) => {
      this.asked += 1;
      if (this.isDenied) throw Object.assign(new Error('denied'), { name: 'AccessDeniedException' });
      if (input.ApplicationName === 'orders') return { ApplicationDetail: { ApplicationARN: ARN } };
      return { Tags: input.ResourceARN === ARN ? [{ Key: 'team', Value: 'shop' }] : [] };
    },
  } as unknown as KinesisAnalyticsV2Client;
}

type Entries = readonly (string | object)[];

function warned(service: Service, applications: Entries): Promise<string | undefined> {
  const deployment = deploymentOf(
    settingsWith({ name: 'staging', application: undefined, snapshots: { applications } }),
  );
  return notManagedWarning(service.client, 'orders', deployment);
}

const WARNING =
  'Warning: the deployment staging does not manage orders: freeze, hold, lock and record go into the tables of staging, and protect nothing from another snapshot manager. If another deployment manages it, name that one with --deployment NAME or --env NAME.';

test.each<[string, Entries, string | undefined, number]>([
  ['its name', ['orders'], undefined, 0],
  ['its prefix', [{ prefix: 'ord' }], undefined, 0],
  ['its tag', [{ tag: { key: 'team', value: 'shop' } }], undefined, 2],
  ['another name', ['payments'], WARNING, 0],
  ['another tag', ['payments', { tag: { key: 'team', value: 'bank' } }], WARNING, 2],
])('a deployment that selects by %s', async (_, applications, expected, asked) => {
  const service = new Service();
  expect([await warned(service, applications), service.asked]).toEqual([expected, asked]);
});

test('who may not see tags is not warned', async () => {
  const service = new Service();
  service.isDenied = true;
  expect(await warned(service, [{ tag: { key: 'team', value: 'shop' } }])).toBeUndefined();
});
