import { deploymentOf } from '../../../cli/deployment';
import { AwsClock } from '../../../cli/safety/gather/aws-clock';
import { clientsOf } from '../../../cli/safety/gather/clients';
import { readDelivery } from '../../../cli/safety/gather/read-delivery';
import { settingsWith } from '../../settings-with';

const deployment = deploymentOf(settingsWith({ name: 'demo', region: 'eu-west-1' }));
const FUNCTION = `arn:aws:lambda:eu-west-1:111122223333:function:${deployment.managerFunction}`;

async function ruleWith(target: string) {
  const clients = clientsOf('eu-west-1', new AwsClock());
  const events = Object.assign(clients.events, {
    send: async () => ({ State: 'ENABLED', Targets: [{ Id: '1', Arn: target }] }),
  });
  const none = async () => ({});
  for (const client of Object.values(clients)) if (client !== events) Object.assign(client, { send: none });
  const identity = Promise.resolve({ account: '111122223333', partition: 'aws', name: 'ada' });
  return (await readDelivery(deployment, clients, identity, new Date())).rule;
}

test.each([FUNCTION, `${FUNCTION}:live`])('a rule with the target %s invokes the manager', async (target) => {
  expect(await ruleWith(target)).toEqual({ value: { isEnabled: true, invokesManager: true } });
});

test('a rule whose target is another function, whose name begins alike, does not', async () => {
  expect(await ruleWith(`${FUNCTION}-old`)).toEqual({ value: { isEnabled: true, invokesManager: false } });
});

describe('the notes of the runs on their schedules', () => {
  const NOTE = {
    app_name: { S: '*' },
    item: { S: 'schedule#cron(0 2 * * ? *)' },
    since: { S: '2026-11-28T02:32:00.000Z' },
  };
  /** Notes of a deployment with these entries, and the tables in which they were looked for. */
  async function notesWith(...applications: readonly object[]) {
    const several = deploymentOf(settingsWith({ name: 'demo', snapshots: { applications } }));
    const clients = clientsOf('eu-west-1', new AwsClock());
    const tables: unknown[] = [];
    for (const client of Object.values(clients)) Object.assign(client, { send: async () => ({}) });
    Object.assign(clients.dynamo, {
      send: async ({ input }: { input: { TableName: string } }) => {
        tables.push(input.TableName);
        return { Items: input.TableName === several.holdsTable ? [NOTE] : [] };
      },
    });
    const identity = Promise.resolve({ account: '111122223333', partition: 'aws', name: 'ada' });
    const { schedules } = await readDelivery(several, clients, identity, new Date());
    return { schedules, isAsked: tables.includes(several.holdsTable) };
  }

  test('are read in the holds table of a deployment with several', async () => {
    expect(await notesWith({ name: 'orders' }, { name: 'reports', scheduleCron: '0 2 * * ? *' })).toEqual({
      schedules: { value: [{ schedule: 'cron(0 2 * * ? *)', since: new Date('2026-11-28T02:32:00Z') }] },
      isAsked: true,
    });
  });

  test('are not looked for where there is one, because its runs note nothing', async () => {
    expect(await notesWith({ name: 'orders' })).toEqual({ schedules: { value: [] }, isAsked: false });
  });
});
