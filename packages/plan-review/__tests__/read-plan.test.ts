import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PlanFileError, readPlan } from '../src/read-plan';

const read = (content: string | Buffer | object) =>
  readPlan(
    'out/orders.json',
    Buffer.isBuffer(content) ? content : Buffer.from(typeof content === 'string' ? content : JSON.stringify(content)),
    'orders',
  );

const plan = { format_version: '1.2', terraform_version: '1.11.4', resource_changes: [] };
const resource = (actions: string[], more: object = {}) => ({
  address: 'aws_s3_bucket.state',
  mode: 'managed',
  type: 'aws_s3_bucket',
  change: { actions, before: { bucket: 'state' }, after: null },
  ...more,
});

test('bytes need not be a Buffer', () => {
  const bytes = Uint8Array.from(Buffer.from(JSON.stringify(plan)));
  expect(readPlan('out/orders.json', bytes.subarray(0), 'orders')).toEqual(read(plan));
});

describe('a file that is no plan is refused by its path:', () => {
  test.each<[string, string | Buffer | object, string]>([
    ['empty', '', 'out/orders.json is empty. Create it with "terraform plan -out=plan.tfplan"'],
    ['text', 'Plan: 1 to add', 'out/orders.json is not JSON (Unexpected token'],
    [
      'a binary plan',
      Buffer.from('PK\u0003\u0004…'),
      'out/orders.json is a binary plan. Convert it to JSON: "terraform show -json out/orders.json > plan.json".',
    ],
    [
      'the log of plan -json',
      '{"@level":"info"}\n{"@level":"info"}',
      'is the log of "terraform plan -json", not the plan.',
    ],
    ['a list', [], 'is JSON, but not a Terraform plan (an object with format_version).'],
    ['another JSON', { name: 'kda' }, 'is JSON, but not a Terraform plan: it has no format_version.'],
    ['a raw state', { version: 4, serial: 7, lineage: 'a', resources: [] }, 'is a Terraform state file, not a plan.'],
    [
      'a shown state',
      { format_version: '1.0', values: {} },
      'is a Terraform state ("terraform show -json" without a plan), not a plan.',
    ],
    ['a newer format', { ...plan, format_version: '2.0' }, 'has format_version "2.0", expected 1.x'],
    ['a plan with an error', { ...plan, errored: true }, 'is the plan of a run that failed (errored: true)'],
    ['a partial plan', { ...plan, complete: false }, 'is an incomplete plan (complete: false), made with -target'],
    [
      'a plan not to be applied',
      { ...plan, applyable: false, resource_changes: [resource(['delete'])] },
      "is a plan that can't be applied (applyable: false)",
    ],
    [
      'wrong types',
      { ...plan, resource_changes: [{ address: 7 }] },
      'is not a Terraform plan: resource_changes.0.address:',
    ],
    [
      'nested without end',
      `{"format_version":"1.2","resource_changes":[],"x":${'['.repeat(20_000)}${']'.repeat(20_000)}}`,
      'out/orders.json is not a Terraform plan: it is nested more than 500 levels deep.',
    ],
    [
      'resources without their changes',
      { format_version: '1.2', planned_values: { root_module: { resources: [{ mode: 'managed' }] } } },
      'out/orders.json has resources (planned_values) but no resource_changes, not even "no-op"',
    ],
    [
      'resources of modules without their changes',
      {
        ...plan,
        planned_values: { root_module: { child_modules: [{ child_modules: [{ resources: [{ mode: 'managed' }] }] }] } },
      },
      'out/orders.json has resources (planned_values) but no resource_changes, not even "no-op"',
    ],
    [
      'an action that nobody knows',
      { ...plan, resource_changes: [resource(['obliterate'])] },
      'aws_s3_bucket.state has the actions ["obliterate"], which this review does not support',
    ],
  ])('%s', (_, content, message) => {
    expect(() => read(content)).toThrow(PlanFileError);
    expect(() => read(content)).toThrow(message);
  });
});

test('a plan without changes is not applyable, and fine', () => {
  expect(read({ ...plan, applyable: false, resource_changes: [resource(['no-op'])] }).changes).toHaveLength(1);
});

test('a stack without resources has no changes of them, and is fine', () => {
  expect(read({ format_version: '1.2', planned_values: { root_module: {} } }).changes).toEqual([]);
});

test('UTF-16 with its mark is read: PowerShell writes it', () => {
  const text = Buffer.from(`\uFEFF${JSON.stringify({ ...plan, resource_changes: [resource(['delete'])] })}`, 'utf16le');
  expect(read(text).changes.map(({ action }) => action)).toEqual(['destroy']);
});

test.each([
  [['create'], {}, 'create'],
  [['update'], {}, 'update'],
  [['delete'], {}, 'destroy'],
  [['delete', 'create'], {}, 'replace'],
  [['create', 'delete'], {}, 'replace'],
  [['forget'], {}, 'forget'],
  [['create', 'forget'], {}, 'replace-and-forget'],
  [['forget', 'create'], {}, 'replace-and-forget'],
  [['no-op'], {}, 'no-op'],
  [['no-op'], { previous_address: 'aws_s3_bucket.old' }, 'move'],
])('%j with %j is %s', (actions, more, action) => {
  expect(read({ ...plan, resource_changes: [resource(actions, more)] }).changes[0]?.action).toBe(action);
});

test('an import that replaces what it imports is a replacement', () => {
  const importing = (actions: string[]) => ({ change: { actions, importing: { id: 'state' } } });
  const of = (actions: string[]) =>
    read({ ...plan, resource_changes: [resource(actions, importing(actions))] }).changes[0];
  expect([of(['update'])?.action, of(['no-op'])?.action, of(['delete', 'create'])?.action]).toEqual([
    'import',
    'import',
    'replace',
  ]);
  expect(of(['update'])?.importId).toBe('state');
});

test('data sources are no changes', () => {
  expect(read({ ...plan, resource_changes: [resource(['read'], { mode: 'data' })] }).changes).toEqual([]);
});

test('a real plan: region, actions, outputs, drift', () => {
  const file = join(__dirname, 'plans/foreign-dangerous.json');
  const real = readPlan(file, readFileSync(file), 'foreign');
  expect(real).toMatchObject({ region: 'eu-west-1', terraformVersion: '1.11.4' });
  expect(real.outputs.map(({ name }) => name)).toEqual(['password_in_use', 'runtime']);
  expect(real.changes.find(({ address }) => address === 'aws_cloudwatch_log_group.adopted')).toMatchObject({
    action: 'import',
    importId: '/aws/kinesis-analytics/made-by-hand',
  });
  expect(real.drift.map(({ address }) => address)).toContain('aws_s3_bucket.code');
});

describe('a plan is found between the lines of a wrapper:', () => {
  const json = JSON.stringify({ ...plan, resource_changes: [resource(['delete'])] });
  test.each([
    ['npm’s banner before it', `\n> orders@1.0.0 show\n> terraform show -json plan.tfplan\n\n${json}\n`],
    ['a line before and after it', `Using terraform 1.11.4\n${json}\nDone {}.\n`.replace(' {}', '')],
    ['Terragrunt’s prefix on the line', `12:00:01.123 STDOUT terraform: ${json}\n`],
    [
      'laid out by jq -S',
      `Loading {.env}\n${JSON.stringify(JSON.parse(`{"applyable":true,${json.slice(1)}`), null, 2)}`,
    ],
  ])('%s', (_, text) => {
    expect(read(text).changes.map(({ action }) => action)).toEqual(['destroy']);
  });

  test.each([
    ['two plans in one file', `${json}\n${json}`, 'is not JSON'],
    ['a state between lines', 'Using x\n{"version": 4, "serial": 7, "lineage": "a"}', 'is not JSON'],
  ])('but not %s', (_, text, message) => {
    expect(() => read(text)).toThrow(message);
  });
});

test('a check that fails is read with its messages, one of many instances by its own address', () => {
  const checks = [
    {
      address: { kind: 'check', name: 'fresh', to_display: 'check.fresh' },
      status: 'fail',
      instances: [
        { address: { to_display: 'check.fresh' }, status: 'fail', problems: [{ message: 'Older than an hour.' }] },
      ],
    },
    {
      address: { kind: 'resource', to_display: 'aws_s3_bucket.code' },
      status: 'error',
      instances: [
        { address: { to_display: 'aws_s3_bucket.code[0]' }, status: 'pass' },
        { address: { to_display: 'aws_s3_bucket.code[1]' }, status: 'error' },
      ],
    },
    { address: { kind: 'check', to_display: 'check.nowhere' }, status: 'error' },
    { address: { kind: 'check', to_display: 'check.later' }, status: 'unknown', instances: [] },
    { address: { kind: 'check', to_display: 'check.fine' }, status: 'pass' },
  ];
  expect(read({ ...plan, checks }).failedChecks).toEqual([
    { address: 'check.fresh', status: 'fail', messages: ['Older than an hour.'] },
    { address: 'aws_s3_bucket.code[1]', status: 'error', messages: [] },
    { address: 'check.nowhere', status: 'error', messages: [] },
  ]);
});

test('an action of Terraform 1.14 is read by its address and its trigger, its configuration is not', () => {
  const action_invocations = [
    {
      address: 'action.aws_lambda_invoke.rebuild',
      config_values: { payload: 'hunter2' },
      lifecycle_action_trigger: {
        triggering_resource_address: 'aws_s3_bucket.code',
        action_trigger_event: 'AfterUpdate',
        action_trigger_block_index: 0,
        actions_list_index: 0,
      },
    },
    { address: 'action.aws_lambda_invoke.by_hand', invoke_action_trigger: {} },
  ];
  expect(read({ ...plan, action_invocations }).actions).toEqual([
    { address: 'action.aws_lambda_invoke.rebuild', trigger: 'AfterUpdate of aws_s3_bucket.code' },
    { address: 'action.aws_lambda_invoke.by_hand', trigger: undefined },
  ]);
});
