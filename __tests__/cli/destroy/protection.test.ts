import { deployedResources, protectionsOf, protectionText } from '../../../cli/destroy/protection';
import { settingsWith } from '../../settings-with';
import { synthesize } from '../../stacks/synthesis';

const APPLICATION = 'aws_kinesisanalyticsv2_application';
const PROTECTED = { application: true, keys: true };
const FREE = { application: false, keys: false };

/** A state in which everything of a stack's JSON is deployed. */
function deployed(json: object, values: Readonly<Record<string, object>> = {}) {
  const { resource = {} }: { resource?: Readonly<Record<string, Readonly<Record<string, object>>>> } = json;
  return deployedResources({
    values: {
      root_module: {
        resources: Object.entries(resource).flatMap(([type, byName]) =>
          Object.keys(byName).map((name) => ({
            address: `${type}.${name}`,
            mode: 'managed',
            type,
            name,
            values: values[type] ?? {},
          })),
        ),
      },
    },
  });
}

function stackWith(lifecycle: object, type = APPLICATION) {
  return { resource: { [type]: { it: { lifecycle } } } };
}

test('every resource that the stacks protect is named once it is deployed, with the setting that protects it', () => {
  const settings = settingsWith({ security: { keys: 'managed' } });
  const synthesis = synthesize(settings);
  try {
    const found = synthesis.stackIds.flatMap((id) => {
      const json = Object.entries(synthesis.stacks).find(([stack]) => stack === id)?.[1] ?? {};
      return protectionsOf(id, json, deployed(json), PROTECTED);
    });
    expect(found.map(({ stack, because }) => `${stack}: ${because.split(' is true')[0]}`).sort()).toEqual([
      'application: application.preventDestroy',
      'application: security.preventKeyDestroy',
      'artifacts: security.preventKeyDestroy',
      'snapshots: security.preventKeyDestroy',
      'snapshots: security.preventKeyDestroy',
    ]);
  } finally {
    synthesis.dispose();
  }
});

test('what is protected and not deployed is in nobody’s way', () => {
  expect(protectionsOf('application', stackWith({ prevent_destroy: true }), [], PROTECTED)).toEqual([]);
});

test('a setting that was changed and not synthesized is told from one that still protects', () => {
  const kept = stackWith({ prevent_destroy: true });
  const free = stackWith({ prevent_destroy: false });

  expect(protectionsOf('application', kept, deployed(kept), PROTECTED)).toMatchObject([
    { because: expect.stringContaining('application.preventDestroy is true. All its snapshots are deleted with it.') },
  ]);
  expect(protectionsOf('application', kept, deployed(kept), FREE)).toMatchObject([
    { because: expect.stringContaining('is false in the settings, but not in the synthesized stack') },
  ]);
  expect(protectionsOf('application', free, deployed(free), PROTECTED)).toMatchObject([
    { because: expect.stringContaining('is true in the settings, but not in the synthesized stack') },
  ]);
  expect(protectionsOf('application', free, deployed(free), FREE)).toEqual([]);
});

test('a table that AWS itself protects is found in the state, whatever the settings say', () => {
  const table = stackWith({}, 'aws_dynamodb_table');
  const state = deployed(table, { aws_dynamodb_table: { name: 'audit', deletion_protection_enabled: true } });

  expect(protectionsOf('snapshots', table, state, FREE)).toEqual([
    {
      stack: 'snapshots',
      address: 'aws_dynamodb_table.it',
      because:
        'AWS protects the table audit from deletion. To delete it, run "aws dynamodb update-table --table-name audit --no-deletion-protection-enabled", then this command again.',
    },
  ]);
});

test('the refusal names deployment, stack, resource and remedy', () => {
  const text = protectionText('kda', [{ stack: 'application', address: 'a.b', because: 'It is kept.' }]);

  expect(text.split('\n')).toEqual([
    'kda is protected, so nothing was deleted and no lock is held:',
    '  application: a.b',
    '    It is kept.',
  ]);
});
