import { DescribeRuleCommand, ListTargetsByRuleCommand, ResourceNotFoundException } from '@aws-sdk/client-eventbridge';
import { readDrillRules } from '../../../cli/doctor/read-drill-rules';
import type { Clients } from '../../../cli/safety/gather/clients';

const MACHINE = 'arn:aws:states:eu-west-1:111122223333:stateMachine:prod-drills';
const STATES: Readonly<Record<string, string>> = { 'prod.drill.orders': 'ENABLED', 'prod.drill.payments': 'DISABLED' };
const TARGETS: Readonly<Record<string, string>> = {
  'prod.drill.orders': MACHINE,
  'prod.drill.payments': `${MACHINE}-old`,
};

const events = {
  send: async (command: unknown) => {
    if (command instanceof DescribeRuleCommand) {
      const { Name = '' } = command.input;
      if (!(Name in STATES))
        throw new ResourceNotFoundException({ message: `Rule ${Name} does not exist.`, $metadata: {} });
      return { State: STATES[Name] };
    }
    if (command instanceof ListTargetsByRuleCommand) return { Targets: [{ Arn: TARGETS[command.input.Rule ?? ''] }] };
    throw new Error('Only rules and targets are read.');
  },
} as unknown as Clients['events'];

const application = (name: string) => ({
  name,
  schedule: 'rate(10 minutes)',
  objectiveMinutes: 30,
  usualSnapshotSeconds: 20,
});
const drill = { window: '04:00-04:30', days: ['SUN' as const] };

test('each application that consents is looked up by its rule', async () => {
  const deployment = {
    name: 'prod',
    drillMachine: 'prod-drills',
    applications: [
      { ...application('orders'), drill },
      application('season'),
      { ...application('payments'), drill },
      { ...application('users'), drill },
    ],
  };
  expect(await readDrillRules(deployment, { events })).toEqual([
    { application: 'orders', rule: 'prod.drill.orders', seen: { value: { isEnabled: true, startsMachine: true } } },
    {
      application: 'payments',
      rule: 'prod.drill.payments',
      seen: { value: { isEnabled: false, startsMachine: false } },
    },
    { application: 'users', rule: 'prod.drill.users', seen: expect.objectContaining({ isMissing: true }) },
  ]);
});
