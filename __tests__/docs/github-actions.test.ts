import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { WORKFLOWS } from '../workflows/workflows';

const docs = join(__dirname, '../../docs');
const document = readFileSync(join(docs, 'github-actions.md'), 'utf8');
const policy: { Statement: { Effect: string; Action: string[] }[] } = JSON.parse(
  readFileSync(join(docs, 'plan-role-policy.json'), 'utf8'),
);

test('it names every variable that the workflows read', () => {
  const variables = new Set(
    WORKFLOWS.flatMap(({ text }) => [...text.matchAll(/vars\.(\w+)/g)].map(([, name = '']) => name)),
  );
  expect([...variables].sort()).toEqual(['AWS_DEPLOY_ROLE_ARN', 'AWS_PLAN_ROLE_ARN', 'AWS_REGION', 'KDA_ENVIRONMENT']);
  for (const name of variables) expect(document).toContain(`\`${name}\``);
});

test('its first table has every workflow, and no other', () => {
  const rows = [...(document.split('\n## ')[0] ?? '').matchAll(/^\| `([a-z-]+)` \|/gm)].map(([, name]) => name);

  expect(rows.sort()).toEqual(WORKFLOWS.map(({ content }) => content.name).sort());
});

test('it links to what is there', () => {
  const links = [...document.matchAll(/\]\(([^)#]+)/g)].map(([, link = '']) => link);
  expect(links.filter((link) => !existsSync(join(docs, link)))).toEqual([]);
  expect(links).toContain('plan-role-policy.json');
});

test('its JSON is JSON', () => {
  for (const [, json = ''] of document.matchAll(/```json\n([\s\S]*?)```/g))
    expect(() => JSON.parse(json)).not.toThrow();
});

test('the role that plans may read, and nothing else', () => {
  const actions = policy.Statement.flatMap(({ Action }) => Action);
  expect(actions.length).toBeGreaterThan(30);
  // Validating reads the definition in the request alone.
  expect(actions.filter((action) => !/^\w+:(Get|List|Describe)/.test(action))).toEqual([
    'states:ValidateStateMachineDefinition',
  ]);
  expect(policy.Statement.filter(({ Effect }) => Effect !== 'Allow')).toEqual([]);
});
