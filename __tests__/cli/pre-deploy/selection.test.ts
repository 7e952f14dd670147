import {
  type DeployedApplication,
  type PlacedEntry,
  problemsText,
  selectionProblems,
  selects,
} from '../../../cli/pre-deploy/selection';
import type { ApplicationEntry } from '../../../config/schema/application-settings';
import { FakeClock } from '../../lambda-src/fakes/fake-clock';
import { FakeManagedFlink } from '../../lambda-src/fakes/fake-managed-flink';

const OWN: DeployedApplication = { name: 'orders', tags: { deployment: 'kda-snapshots', team: 'streams' } };

function service(...names: [string, Record<string, string>?][]): FakeManagedFlink {
  const flink = new FakeManagedFlink(new FakeClock(Date.parse('2026-11-23T10:20:00Z')));
  for (const [name, tags] of names) flink.addApplication(name, {}, tags);
  return flink;
}

const placed = (...entries: ApplicationEntry[]): PlacedEntry[] =>
  entries.map((entry, index) => ({ path: `snapshots.applications[${index}]`, entry }));

test('entries that the deployment’s own application fits are fine before anything is deployed, and ask nothing', async () => {
  const flink = service();
  const entries = placed(
    { name: 'orders' },
    { prefix: 'ord' },
    { pattern: '?rders' },
    { tag: { key: 'deployment', value: 'kda-snapshots' } },
  );

  expect(await selectionProblems(entries, [OWN], flink, 'eu-west-1')).toEqual([]);
  expect(flink.calls).toEqual([]);
});

test('entries that fit an application of the account are fine; tags are asked for until one fits, and once', async () => {
  const flink = service(['billing', { team: 'money' }], ['payments', { team: 'money' }], ['users', { team: 'web' }]);
  const entries = placed(
    { name: 'billing' },
    { prefix: 'pay' },
    { pattern: 'u*' },
    { tag: { key: 'team', value: 'money' } },
    { tag: { key: 'team', value: 'web' } },
  );

  expect(await selectionProblems(entries, [OWN], flink, 'eu-west-1')).toEqual([]);
  expect(flink.calls).toEqual(['listApplications', 'tagsOf billing', 'tagsOf payments', 'tagsOf users']);
});

test.each<[string, ApplicationEntry, object]>([
  [
    'a name',
    { name: 'ordres' },
    {
      is: 'is "ordres"',
      expected: 'a Flink application in eu-west-1, or the one that this deployment makes',
      remedy: 'Most similar: orders, users, billing. Correct it, or create the application first.',
    },
  ],
  [
    'a prefix',
    { prefix: 'bull' },
    {
      is: 'is "bull"',
      expected: 'the beginning of the name of a Flink application in eu-west-1',
      remedy: 'Most similar: billing, users, orders. Correct it, or create the application first.',
    },
  ],
  [
    'a pattern',
    { pattern: '*-users' },
    {
      is: 'is "*-users"',
      expected: 'the pattern of the name of a Flink application in eu-west-1',
      remedy: 'Most similar: users, orders, billing. Correct it, or create the application first.',
    },
  ],
  [
    'a tag with another value',
    { tag: { key: 'team', value: 'stream' } },
    {
      is: 'is {"key":"team","value":"stream"}',
      expected: 'a tag that a Flink application in eu-west-1 has',
      remedy: 'Values of team there: "money" (billing), "web" (users). Correct it, or tag the application first.',
    },
  ],
  [
    'a tag that nothing has',
    { tag: { key: 'snapshots', value: 'yes' } },
    {
      is: 'is {"key":"snapshots","value":"yes"}',
      expected: 'a tag that a Flink application in eu-west-1 has',
      remedy: 'None of the 2 applications there has the tag snapshots. Correct it, or tag the application first.',
    },
  ],
])('%s that selects nothing is a problem, with what is there', async (_case, entry, problem) => {
  const flink = service(['billing', { team: 'money' }], ['users', { team: 'web' }]);

  expect(await selectionProblems(placed({ name: 'billing' }, entry), [OWN], flink, 'eu-west-1')).toEqual([
    { path: 'snapshots.applications[1]', ...problem },
  ]);
});

test('without any application there is nothing to be like', async () => {
  const problems = await selectionProblems(placed({ prefix: 'a' }), [], service(), 'eu-west-1');

  expect(problems[0]?.remedy).toBe('There is no Flink application. Correct it, or create the application first.');
});

test('an entry selects the own application by its tags as they will be', () => {
  expect(selects({ tag: { key: 'team', value: 'streams' } }, OWN)).toBe(true);
  expect(selects({ tag: { key: 'team', value: 'web' } }, OWN)).toBe(false);
  expect(selects({ pattern: 'or*s' }, OWN)).toBe(true);
});

test('all problems are told at once, by file and path', async () => {
  const entries = placed({ name: 'a' }, { tag: { key: 'k', value: 'v' } });

  expect(problemsText('production', await selectionProblems(entries, [], service(['b']), 'eu-west-1'))).toBe(
    [
      '2 entries select nothing, so nothing is deployed:',
      '  config/production.json: snapshots.applications[0] is "a", expected a Flink application in eu-west-1, or the one that this deployment makes. Most similar: b. Correct it, or create the application first.',
      '  config/production.json: snapshots.applications[1] is {"key":"k","value":"v"}, expected a tag that a Flink application in eu-west-1 has. None of the 1 applications there has the tag k. Correct it, or tag the application first.',
    ].join('\n'),
  );
});
