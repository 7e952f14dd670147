import { KinesisAnalyticsV2Client } from '@aws-sdk/client-kinesis-analytics-v2';
import { selectApplications } from '../../../cli/safety/gather/select';

const ARN = 'arn:aws:kinesisanalytics:eu-west-1:111122223333:application/';

/** API with these applications; `undefined`: the tags of that one can't be read. */
function apiWith(
  tags: Readonly<Record<string, Readonly<Record<string, string>> | undefined>>,
  askedFor: string[] = [],
) {
  const client = new KinesisAnalyticsV2Client({ region: 'eu-west-1' });
  const answers = async (command: { readonly input: { readonly ResourceARN?: string } }) => {
    const { ResourceARN } = command.input;
    if (ResourceARN === undefined) {
      const all = Object.keys(tags).map((name) => ({
        ApplicationName: name,
        ApplicationARN: `${ARN}${name}`,
        ApplicationStatus: 'RUNNING',
        RuntimeEnvironment: 'FLINK-1_20',
      }));
      return { ApplicationSummaries: all };
    }
    const of = tags[ResourceARN.slice(ARN.length)];
    askedFor.push(ResourceARN.slice(ARN.length));
    if (of === undefined) throw new Error('denied');
    return { Tags: Object.entries(of).map(([Key, Value]) => ({ Key, Value })) };
  };
  return Object.assign(client, { send: answers });
}

const QUIET = { from: '22:00', until: '06:00', why: 'nightly load' };
const OF_ALL = { objectiveMinutes: 30, schedule: 'rate(10 minutes)', quietHours: QUIET };
const BASE = { objectiveMinutes: 30, schedule: 'rate(5 minutes)' };
const PAYMENTS = { ...BASE, tag: { key: 'team', value: 'payments' } };
const APPS = { ...BASE, prefix: 'app-' };

const select = (
  entries: readonly object[],
  names: readonly string[],
  tags: Parameters<typeof apiWith>[0],
): ReturnType<typeof selectApplications> =>
  selectApplications({ ...OF_ALL, applications: entries as never }, names, apiWith(tags));

test('a selector that fits no application of the region is named', async () => {
  expect(await select([PAYMENTS, APPS], [], { 'app-a': {}, orders: { team: 'orders' } })).toEqual({
    applications: [expect.objectContaining({ name: 'app-a' })],
    gaps: [],
    withoutApplication: ['the tag team=payments'],
  });
  expect(await select([APPS], [], { orders: {} })).toMatchObject({
    applications: [],
    withoutApplication: ['a name that begins with app-'],
  });
});

test('a selector whose applications an earlier entry has is not named', async () => {
  const all = { ...BASE, pattern: '*' };
  expect(await select([APPS, all, PAYMENTS], [], { 'app-a': {} })).toMatchObject({ withoutApplication: [] });
});

test('while tags can not be read, nothing is said about selectors, and a named application is looked at', async () => {
  expect(await select([PAYMENTS], [], { orders: undefined })).toEqual({
    applications: [],
    gaps: ['orders: The request to list the tags of orders failed: Error: denied'],
    withoutApplication: [],
  });
  expect(await select([PAYMENTS], ['orders'], { orders: undefined })).toMatchObject({
    applications: [{ name: 'orders', objectiveMinutes: 30 }],
    gaps: ['orders: The request to list the tags of orders failed: Error: denied'],
  });
});

test('an application has the schedule and the quiet hours of its entry; of an unknown entry those of the deployment', async () => {
  const quiet = { ...QUIET, why: 'reports' };
  expect(await select([{ ...APPS, quietHours: quiet }], [], { 'app-a': {} })).toMatchObject({
    applications: [{ name: 'app-a', schedule: 'rate(5 minutes)', quietHours: quiet }],
  });
  expect(await select([PAYMENTS], ['orders'], { orders: undefined })).toMatchObject({
    applications: [{ name: 'orders', schedule: 'rate(10 minutes)', quietHours: QUIET }],
  });
});

test('of a named application alone the tags are read', async () => {
  const askedFor: string[] = [];
  const api = apiWith({ orders: { team: 'orders' }, invoices: { team: 'payments' }, refunds: {} }, askedFor);
  const deployment = { ...OF_ALL, applications: [PAYMENTS] as never };
  expect((await selectApplications(deployment, ['invoices'], api)).applications).toMatchObject([{ name: 'invoices' }]);
  expect(askedFor).toEqual(['invoices']);
  await expect(selectApplications(deployment, ['refunds'], api)).rejects.toThrow('invoices');
});
