import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { StackId } from '../../config/model/stack-ids';
import { settingsWith } from '../settings-with';
import { actionsOf, type PolicyStatement, statementsOf, synthesize } from './synthesis';

const settings = settingsWith({ tags: { team: 'streams' } });
const synthesis = synthesize(settings);
afterAll(() => synthesis.dispose());

const STACKS: readonly StackId[] = ['artifacts', 'application', 'snapshots', 'upkeep'];

test('two synths of the same sources in different folders are the same to the byte', () => {
  const other = synthesize(settings);
  other.dispose();

  expect(other.folder).not.toBe(synthesis.folder);
  for (const stack of STACKS) expect(other.texts[stack]).toBe(synthesis.texts[stack]);
});

test('application and snapshots are deployed after artifacts', () => {
  const manifest = JSON.parse(readFileSync(join(synthesis.folder, 'cdktf.out/manifest.json'), 'utf8'));

  expect(manifest.stacks.artifacts.dependencies).toEqual([]);
  expect(manifest.stacks.application.dependencies).toEqual(['artifacts']);
  expect(manifest.stacks.snapshots.dependencies).toEqual(['artifacts']);
  expect(manifest.stacks.upkeep.dependencies).toEqual(['artifacts']);
});

describe.each(STACKS)('the stack %s', (id) => {
  const stack = synthesis.stacks[id];

  test('tags everything, in the region of the settings', () => {
    expect(stack.provider.aws).toEqual([
      { region: 'eu-west-1', default_tags: [{ tags: { deployment: 'kda-snapshots', team: 'streams' } }] },
    ]);
  });

  test('asks for Terraform with an S3 lock file and for one version of the provider', () => {
    expect(stack.terraform).toMatchObject({
      required_version: '>= 1.11',
      required_providers: { aws: { source: 'aws', version: '5.100.0' } },
    });
  });

  test('hides no output, and reads nothing from another stack', () => {
    for (const output of Object.values(stack.output ?? {})) expect(output.sensitive).toBeUndefined();
    expect(Object.keys(stack.data ?? {}).sort()).toEqual(['aws_caller_identity', 'aws_partition']);
  });

  test('names no folder of the machine it was made on', () => {
    expect(synthesis.texts[id].replace(/"path": "[^"]*tfstate"/, '')).not.toContain(synthesis.folder);
  });

  test('allows no action on everything, and nothing to everybody', () => {
    for (const statement of policiesIn(stack)) {
      if (statement.Effect === 'Deny') continue;
      expect(statement.Principal).not.toBe('*');
      expect(statement.Principal).not.toEqual({ AWS: '*' });
      if (isKeyPolicy(statement)) continue; // "*" is the key itself there
      expect(actionsOf(statement).filter((action) => action.includes('*'))).toEqual([]);
      expect((statement.Resource ?? []).filter((arn) => arn === '*')).toEqual([]);
    }
  });
});

test('the check above sees each policy: of the bucket, two roles twice, the key, the topic and the queues', () => {
  expect(STACKS.map((id) => policiesIn(synthesis.stacks[id]).length)).toEqual([1, 5, 18, 0]);
});

/** Every statement of every policy in a stack, wherever it stands. */
function policiesIn(node: unknown): PolicyStatement[] {
  if (typeof node === 'string') return node.startsWith('{"Version":"2012-10-17"') ? statementsOf(node) : [];
  if (typeof node !== 'object' || node === null) return [];
  return Object.values(node).flatMap(policiesIn);
}

function isKeyPolicy(statement: PolicyStatement): boolean {
  return actionsOf(statement).every((action) => action.startsWith('kms:')) && statement.Principal !== undefined;
}
