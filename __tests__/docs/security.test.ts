import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { synthesizeForScan } from '../../cli/scan/synthesized';
import { withSecurityTables } from '../../cli/write-security-tables';
import { settingsWith } from '../settings-with';

const docs = join(__dirname, '../../docs');
const document = readFileSync(join(docs, 'security.md'), 'utf8');

test('the document has exceptions and key policy as the code has them (npm run schema writes them)', () => {
  expect(withSecurityTables(document)).toBe(document);
});

test('the document names each statement with a wildcard, and no other', () => {
  const { stacks } = synthesizeForScan(
    settingsWith({
      security: { keys: 'managed' },
      snapshots: { applications: [{ tag: { key: 'team', value: 'a' } }] },
    }),
  );
  const policies = stacks.flatMap(({ json }) => [...json.matchAll(/"(\{\\"Version\\":\\"2012-10-17.*)",?$/gm)]);
  const sids = policies.flatMap(([, escaped = '']) => {
    const statements: { Sid?: string; Resource?: string[] }[] = JSON.parse(JSON.parse(`"${escaped}"`)).Statement;
    return statements
      .filter(({ Resource = [] }) => Resource.some((name) => /[*?]/.test(name)))
      .map(({ Sid = '' }) => Sid);
  });
  const [, table = ''] = document.split('**Wildcards.**');
  const named = table
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .flatMap((line) => [...(line.split('|')[1] ?? '').matchAll(/`(\w+)`/g)].map(([, sid]) => sid));

  expect([...named].sort()).toEqual([...new Set(sids)].sort());
});

test('who deploys may use keys of their own through S3 and DynamoDB, and make, protect and delete keys', () => {
  const { Statement }: { Statement: { Sid: string; Action: string[]; Condition?: unknown }[] } = JSON.parse(
    readFileSync(join(docs, 'deployer-policy.json'), 'utf8'),
  );
  const statement = (sid: string) => Statement.find(({ Sid }) => Sid === sid);

  expect(statement('Keys')?.Action).toEqual(expect.arrayContaining(['kms:CreateKey', 'kms:ScheduleKeyDeletion']));
  expect(statement('UploadAndHandOnUnderKeysOfOnesOwn')).toMatchObject({
    Action: expect.arrayContaining(['kms:CreateGrant', 'kms:Decrypt', 'kms:GenerateDataKey*']),
    Condition: {
      StringEquals: { 'kms:ViaService': ['s3.REGION.amazonaws.com', 'dynamodb.REGION.amazonaws.com'] },
    },
  });
});
