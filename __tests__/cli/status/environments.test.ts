import { parseStatus } from '../../../cli/commands/status';
import { deploymentOf as deploymentOfSettings } from '../../../cli/deployment';
import { statusDocument } from '../../../cli/documents/status';
import { deploymentSafety } from '../../../cli/safety/deployment-safety';
import { statusOfAll } from '../../../cli/status/environments';
import { UndeterminedError } from '../../../tools/undetermined-error';
import { settingsWith } from '../../settings-with';
import { applicationOf, deploymentOf, NOW, snapshot } from '../safety/facts-of';

const REGIONS: Readonly<Record<string, string>> = { production: 'eu-west-1', staging: 'us-east-1' };

/** Checkout with these environments; each is answered for in the region of its settings. */
const checkout = (answers: Readonly<Record<string, ReturnType<typeof applicationOf> | Error>>) => ({
  environments: () => Object.keys(answers),
  deploymentOf: (environment: string) => ({
    ...deploymentOfSettings(settingsWith({ name: 'demo', region: REGIONS[environment] ?? 'eu-west-1' })),
    environment,
  }),
  ask: async ({ environment, region }: { environment: string; region: string }) => {
    const answer = answers[environment];
    if (answer === undefined || answer instanceof Error) throw answer;
    return deploymentSafety(deploymentOf({ environment, region, applications: [answer] }), NOW);
  },
});

const say = () => {};
const noAccess = new UndeterminedError('These credentials are of account 1, and demo is in 2.');

test('an account that can’t be reached hides no other environment', async () => {
  const { document, text, exitCode } = await statusOfAll(
    say,
    checkout({ production: applicationOf(), staging: noAccess }),
  );
  expect(statusDocument.parse(document)).toMatchObject([
    { environment: 'production', region: 'eu-west-1', safe: true, overall: 'safe' },
    { environment: 'staging', region: 'us-east-1', safe: false, overall: 'unknown', error: noAccess.message },
  ]);
  expect(text).toMatch(/^production \(demo\) · eu-west-1 · 1111-2222-3333 as ada · .+\nlast run /);
  expect(text).toContain(`orders is safe.\n\nstaging · us-east-1\n  ?  ${noAccess.message}`);
  expect(exitCode).toBe(3);
});

test('one that is not safe outweighs one that is unknown', async () => {
  const old = applicationOf({ list: [snapshot(112)] });
  expect(await statusOfAll(say, checkout({ production: old, staging: noAccess }))).toMatchObject({ exitCode: 1 });
});

test('all safe is 0', async () => {
  const both = { production: applicationOf(), staging: applicationOf() };
  expect(await statusOfAll(say, checkout(both))).toMatchObject({ exitCode: 0 });
});

test.each([
  [['--all-environments', '--env', 'production'], '--all-environments excludes --env and --deployment'],
  [['--all-environments', 'orders'], '--all-environments takes no application: orders is too much.'],
])('%j is refused', (argv, message) => {
  expect(() => parseStatus(argv)).toThrow(message);
});

test('names are read in their order', () => {
  expect(parseStatus(['orders', 'payments', '--json'])).toEqual({
    names: ['orders', 'payments'],
    ofAll: false,
    choice: {},
  });
});
