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
