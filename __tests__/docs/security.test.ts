import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { synthesizeForScan } from '../../trials/scan/synthesized';
import { settingsWith } from '../settings-with';
import { actionsOf, statementsOf, synthesize } from '../stacks/synthesis';

const docs = join(__dirname, '../../docs');
const document = readFileSync(join(docs, 'security.md'), 'utf8');

test('the document names each statement with a wildcard, and no other', () => {
  const { stacks } = synthesizeForScan(
    settingsWith({
      security: { keys: 'managed' },
      snapshots: { applications: [{ prefix: 'team-a-' }, { tag: { key: 'team', value: 'a' } }] },
    }),
  );
  const policies = stacks.flatMap(({ json }) => [...json.matchAll(/"(\{\\"Version\\":\\"2012-10-17.*)",?$/gm)]);
  const sids = policies.flatMap(([, escaped = '']) => {
    const statements: { Sid?: string; Resource?: string[] }[] = JSON.parse(JSON.parse(`"${escaped}"`)).Statement;
    return statements
      .filter(({ Resource = [] }) => Resource.some((name) => /[*?]/.test(name)))
      .map(({ Sid = '' }) => Sid);
  });
  const [, table = ''] = /\*\*Wildcards\.\*\*([\s\S]*?)\n\*\*/.exec(document) ?? [];
  const named = table
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .flatMap((line) => [...(line.split('|')[1] ?? '').matchAll(/`(\w+)`/g)].map(([, sid]) => sid));

  expect([...named].sort()).toEqual([...new Set(sids)].sort());
});

interface DocumentPolicy {
  readonly Statement: { Sid: string; Action: string[]; Resource: string | string[]; Condition?: unknown }[];
}

const policyOf = (file: string): DocumentPolicy => JSON.parse(readFileSync(join(docs, file), 'utf8'));

test.each([
  ['deploys', 'deployer-policy.json'],
  ['plans', 'plan-role-policy.json'],
])('the document has a reason for each statement with a wildcard of who %s, and for no other', (who, file) => {
  const wild = policyOf(file)
    .Statement.filter(({ Resource }) => [Resource].flat().some((name) => /[*?]/.test(name)))
    .map(({ Sid }) => Sid);
  const rows = document
    .split('\n')
    .map((line) => line.split('|').map((cell) => cell.trim()))
    .filter(([, first]) => first === who);

  expect(rows.flatMap(([, , sid = '']) => sid.replaceAll('`', '').split(', ')).sort()).toEqual([...wild].sort());
  expect(rows.filter(([, , , means = '', reason = '']) => means.length < 5 || reason.length < 15)).toEqual([]);
  expect(wild.length).toBeGreaterThan(6);
});

describe('a permissions boundary', () => {
  const json = (mark: string): DocumentPolicy => {
    const [, after = ''] = document.split(`<!-- ${mark} -->\n\`\`\`json\n`);
    return JSON.parse(after.split('```')[0] ?? '');
  };
  const roles = policyOf('deployer-policy.json').Statement.filter(({ Sid }) => Sid === 'Roles');

  test('is what the shown statements let one make roles with, and they allow nothing else that is new', () => {
    const { Statement } = json('with-a-boundary');
    const [within, rest] = Statement;

    expect(within?.Condition).toEqual({ StringEquals: { 'iam:PermissionsBoundary': 'BOUNDARY_ARN' } });
    expect(within?.Action).toEqual(
      expect.arrayContaining(['iam:CreateRole', 'iam:PutRolePolicy', 'iam:PutRolePermissionsBoundary']),
    );
    expect(Statement.flatMap(({ Action }) => Action).sort()).toEqual(
      [...(roles[0]?.Action ?? []), 'iam:PutRolePermissionsBoundary'].sort(),
    );
    expect(rest?.Action.filter((action) => /iam:(Create|Put|Attach)/.test(action))).toEqual([]);
    expect(Statement.map(({ Resource }) => Resource)).toEqual([roles[0]?.Resource, roles[0]?.Resource]);
  });

  test('as it is shown leaves the roles of the stacks every action that they have', () => {
    const { stacks, dispose } = synthesize(
      settingsWith({
        security: { keys: 'managed' },
        snapshots: {
          applications: [
            { name: 'kda-snapshot-demo', drill: { window: '04:00-04:30' } },
            { tag: { key: 'team', value: 'a' } },
          ],
        },
      }),
    );
    dispose();
    const actions = Object.values(stacks)
      .flatMap(({ resource }) => Object.values(resource.aws_iam_role_policy ?? {}))
      .flatMap(({ policy }) => statementsOf(policy).flatMap(actionsOf));
    const [boundary] = json('boundary').Statement;

    expect([...(boundary?.Action ?? [])].sort()).toEqual([...new Set(actions)].sort());
    expect(boundary?.Resource).toBe('*');
  });

  test('is none by default, and the setup of the deploying role leads to its section', () => {
    expect(settingsWith().security.permissionsBoundaryArn).toBeUndefined();
    expect(readFileSync(join(docs, 'github-actions.md'), 'utf8')).toContain('(security.md#a-boundary-for-the-roles)');
  });
});

test('who deploys may use keys of their own through S3 and DynamoDB', () => {
  const statement = policyOf('deployer-policy.json').Statement.find(
    ({ Sid }) => Sid === 'UploadAndHandOnUnderKeysOfOnesOwn',
  );

  expect(statement).toMatchObject({
    Action: expect.arrayContaining(['kms:CreateGrant', 'kms:Decrypt', 'kms:GenerateDataKey*']),
    Condition: {
      StringEquals: { 'kms:ViaService': ['s3.REGION.amazonaws.com', 'dynamodb.REGION.amazonaws.com'] },
    },
  });
});
