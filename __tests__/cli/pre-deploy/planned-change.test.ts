import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { plannedChange } from '../../../cli/pre-deploy/planned-change';

const folder = mkdtempSync(join(tmpdir(), 'planned-change-'));
afterAll(() => rmSync(folder, { recursive: true }));

const APPLICATION = {
  address: 'aws_kinesisanalyticsv2_application.application',
  mode: 'managed',
  type: 'aws_kinesisanalyticsv2_application',
  change: { actions: ['no-op'], before: { name: 'orders' }, after: { name: 'orders' } },
};
const ROLE = { address: 'aws_iam_role.role', mode: 'managed', type: 'aws_iam_role', change: { actions: ['no-op'] } };
const ACCOUNT = { address: 'data.a.b', mode: 'data', type: 'aws_caller_identity', change: { actions: ['read'] } };
const PLAN = {
  format_version: '1.2',
  applyable: false,
  complete: true,
  errored: false,
  resource_changes: [APPLICATION, ROLE, ACCOUNT],
};
const changed = (actions: string[]) => ({ ...APPLICATION, change: { ...APPLICATION.change, actions } });

function changeIn(plan: unknown): ReturnType<typeof plannedChange> {
  writeFileSync(join(folder, 'application.json'), typeof plan === 'string' ? plan : JSON.stringify(plan));
  return plannedChange(folder, 'orders');
}

test('a plan that shows the application, and no change in its stack, leaves it as it is', () => {
  expect(changeIn(PLAN)).toEqual({ kind: 'none' });
  expect(changeIn({ ...PLAN, complete: undefined, errored: undefined })).toEqual({ kind: 'none' });
});

test.each<[string, unknown, string]>([
  ['an update', { ...PLAN, resource_changes: [changed(['update'])] }, 'the plan says "update" for aws_kinesis'],
  [
    'a replacement',
    { ...PLAN, resource_changes: [changed(['delete', 'create'])] },
    'the plan says "delete", "create" for',
  ],
  [
    'a change of what it runs by',
    { ...PLAN, resource_changes: [APPLICATION, { ...ROLE, change: { actions: ['update'] } }] },
    'the plan says "update" for aws_iam_role.role',
  ],
  [
    'no actions at all',
    { ...PLAN, resource_changes: [changed([])] },
    'the plan says an unknown action for aws_kinesis',
  ],
  [
    'an import',
    { ...PLAN, resource_changes: [{ ...APPLICATION, change: { ...APPLICATION.change, importing: { id: 'arn' } } }] },
    'the plan imports aws_kinesisanalyticsv2_application.application',
  ],
  [
    'another application',
    {
      ...PLAN,
      resource_changes: [{ ...APPLICATION, change: { ...APPLICATION.change, before: { name: 'billing' } } }],
    },
    'the plan does not show orders',
  ],
  [
    'the application as data only',
    { ...PLAN, resource_changes: [{ ...APPLICATION, mode: 'data' }] },
    'the plan does not show orders',
  ],
  ['no application', { ...PLAN, resource_changes: [ROLE] }, 'the plan does not show orders'],
  ['no list of changes', { format_version: '1.2' }, 'application.json is not a JSON plan'],
  ['a plan that failed', { ...PLAN, errored: true }, 'application.json is not a JSON plan'],
  ['a plan of a part', { ...PLAN, complete: false }, 'application.json is not a JSON plan'],
  [
    'changes put off',
    { ...PLAN, deferred_changes: [{ reason: 'provider_config_unknown' }] },
    'application.json is not a JSON plan',
  ],
  ['half a file', '{"resource_changes": [', 'application.json is not a JSON plan'],
  ['an empty file', '\n', 'application.json is not a JSON plan'],
])('%s is a change, or a doubt', (_case, plan, because) => {
  expect(changeIn(plan)).toEqual({ kind: 'possible', because: expect.stringContaining(because) });
});

test('without a plan it is in doubt', () => {
  expect(plannedChange(join(folder, 'nowhere'), 'orders')).toEqual({
    kind: 'possible',
    because: expect.stringContaining('nowhere/application.json does not exist'),
  });
});

describe('plans of Terraform’s own', () => {
  const recorded = (name: string): { resource_changes: { change: Record<string, unknown> }[] } =>
    JSON.parse(readFileSync(join(__dirname, `../../../packages/plan-review/__tests__/plans/${name}.json`), 'utf8'));
  /** The recorded plans leave out the second of two equal sides. */
  const whole = (name: string) => {
    const plan = recorded(name);
    return {
      ...plan,
      resource_changes: plan.resource_changes.map((each) => ({
        ...each,
        change: { after: each.change.before, ...each.change },
      })),
    };
  };
  const changeInRecorded = (name: string) => {
    writeFileSync(join(folder, 'application.json'), JSON.stringify(whole(name)));
    return plannedChange(folder, 'kda-snapshot-demo').kind;
  };

  test('without changes, and with each kind of them', () => {
    const names = ['no-changes', 'new-jar', 'snapshots-off', 'rename', 'destroyed', 'first-deployment'];

    expect(names.map((name) => `${name}: ${changeInRecorded(`${name}.application`)}`)).toEqual([
      'no-changes: none',
      ...names.slice(1).map((name) => `${name}: possible`),
    ]);
  });
});
