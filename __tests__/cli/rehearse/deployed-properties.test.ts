import { agreeToProperties, leftOutWarning } from '../../../cli/rehearse/deployed-properties';
import { UsageError } from '../../../tools/command';

const group = (PropertyGroupId: string, PropertyMap: Record<string, string>) => ({ PropertyGroupId, PropertyMap });
const GROUPS = [
  group('Source', { 'bootstrap.servers': 'b1.example:9092,b2.example:9092', topic: 'orders' }),
  group('Sink', { 'jdbc.url': 'jdbc:postgresql://app:s3cret@db.example/orders?password=s3cret', password: 's3cret' }),
];

/** Lines and questions of the agreement to run `orders` with its own properties. */
async function agreed(groups = GROUPS, isAgreed = false, environment: NodeJS.ProcessEnv = {}) {
  const said: string[] = [];
  await agreeToProperties(
    { application: 'orders', groups, isAgreed },
    {
      environment,
      say: (line) => said.push(line),
      agree: async (...question) => {
        said.push(question.join(': '));
      },
    },
  );
  return said;
}

test('code runs with the properties of a deployed application after its name was typed; addresses are shown, no password', async () => {
  expect(await agreed()).toEqual([
    [
      'Warning: the code runs here with the properties of orders as it is deployed. What they name is real: the code reads from it, and writes to it.',
      '  Source: bootstrap.servers (b1.example:9092,b2.example:9092), topic',
      '  Sink: jdbc.url (jdbc:postgresql://db.example/orders), password',
      'To name a source and a sink of a test instead: --properties FILE.',
    ].join('\n'),
    'orders: Nothing was started',
  ]);
});

test('with --yes it is said, and not asked', async () => {
  expect(await agreed(GROUPS, true)).toEqual([
    expect.stringMatching(/^Warning: the code runs here with the properties/),
  ]);
});

test.each([
  ['an application of a local cloud', GROUPS, { AWS_ENDPOINT_URL: 'http://127.0.0.1:4566' }],
  ['one without properties', [group('Sink', {})], {}],
])('%s needs no agreement', async (_, groups, environment) => {
  expect(await agreed(groups, false, environment)).toEqual([]);
});

test('an endpoint elsewhere is no local cloud', async () => {
  const environment = {
    AWS_ENDPOINT_URL_KINESIS_ANALYTICS_V2: 'https://vpce-1.kinesisanalytics.eu-west-1.vpce.amazonaws.com',
  };
  expect(await agreed(GROUPS, false, environment)).toHaveLength(2);
});

test('without a terminal nothing is started', async () => {
  const world = { environment: {}, say: () => {} };
  const isTTY = process.stdin.isTTY;
  process.stdin.isTTY = false;
  const asked = agreeToProperties({ application: 'orders', groups: GROUPS, isAgreed: false }, world);
  await expect(asked.finally(() => Object.assign(process.stdin, { isTTY }))).rejects.toThrow(
    new UsageError('Nothing was started: there is no terminal for the question. Use --yes to confirm.'),
  );
});

test('groups and properties of the application that the file leaves out are named', () => {
  expect(leftOutWarning('orders', GROUPS, [group('Source', { topic: 'test' }), group('Other', {})])).toBe(
    '--properties replaces all properties of orders, and leaves out bootstrap.servers of Source; the group Sink. What they switch on is in neither code.',
  );
  expect(leftOutWarning('orders', GROUPS, GROUPS)).toBeUndefined();
});
