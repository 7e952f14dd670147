import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ALARM_CATALOG, NEEDS_A_PERSON } from '../../config/alarm-catalog/alarm-catalog';
import { withBlanksFilled } from '../../config/blanks';
import { loadSettings, SettingsError } from '../../config/load-settings';
import { settingsJsonSchema } from '../../trials/generate/settings-schema';

const CONFIG = join(__dirname, '../../config');

test('settings.schema.json offers an entry of snapshots.applications the alarms of an application only', () => {
  const { anyOf } = JSON.parse(settingsJsonSchema()).properties.snapshots.properties.applications.items;
  const { properties, additionalProperties } = anyOf[1].properties.tune;
  expect(Object.keys(properties)).toEqual([...ALARM_CATALOG.application.map(({ id }) => id), NEEDS_A_PERSON]);
  expect(additionalProperties).toBe(false);
  expect(properties.cpu).toEqual({ $ref: '#/properties/alarms/properties/tune/properties/cpu' });
});

test.each(['default', 'demo', 'production'])('%s.json tells editors its schema', (environment) => {
  expect(JSON.parse(readFileSync(join(CONFIG, `${environment}.json`), 'utf8')).$schema).toBe('./settings.schema.json');
});

test('production.json names no region: two of them would be a deployment here and commands there', () => {
  expect(readFileSync(join(CONFIG, 'production.json'), 'utf8')).not.toMatch(/: "[a-z]{2}-[a-z]+-\d"/);
});

test('the default environment needs no account: its state is a local file', () => {
  const settings = loadSettings('default');

  expect(settings.state).toEqual({ kind: 'local', directory: '.local/state' });
  expect(settings.notifications.mailAddresses).toEqual(['ops@example.com']);
});

test('the production environment refuses to work until its six blanks are filled in, and nothing else is wrong with it', () => {
  let message = '';
  try {
    loadSettings('production');
  } catch (error) {
    message = error instanceof SettingsError ? error.message : String(error);
  }

  expect(
    [...message.matchAll(/production\.json: (\S+) is still the blank <[^>]*>, .* Fill it in\.$/gm)].map(
      ([, path]) => path,
    ),
  ).toEqual([
    'region',
    'state.bucket',
    'state.region',
    'artifacts.bucket',
    'notifications.mailAddresses[0]',
    'alarms.runbookUrl',
  ]);
  expect(message).toMatch(/^6 settings are wrong/);
});

test('and is accepted once each holds what fits, as the scan and the checks of checkouts and engines fill them', () => {
  const folder = mkdtempSync(join(tmpdir(), 'environments-'));
  try {
    const text = readFileSync(join(CONFIG, 'production.json'), 'utf8');
    writeFileSync(join(folder, 'production.json'), withBlanksFilled(text));
    const { region, state, artifacts, notifications, alarms } = loadSettings('production', folder);

    expect(state).toMatchObject({ kind: 's3', bucket: 'filled-in-1', region: 'eu-west-1' });
    expect(artifacts.bucket).toBe('filled-in-2');
    expect([region, ...notifications.mailAddresses, alarms.runbookUrl]).toEqual([
      'eu-west-1',
      'on-call@example.com',
      'https://example.com/runbook.md',
    ]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
