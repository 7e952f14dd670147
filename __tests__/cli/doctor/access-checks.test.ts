import { type AccessFacts, accessChecks } from '../../../cli/doctor/access-checks';
import { checksText, exitCodeOf, problem, skipped, unknown, well } from '../../../cli/doctor/check';

const FACTS: AccessFacts = {
  credentials: { value: true },
  identity: { value: { account: '111122223333', name: 'ada' } },
  region: 'eu-west-1',
  deployment: { value: { name: 'prod', region: 'eu-west-1', accountId: '111122223333' } },
  skewSeconds: 1,
};
const shown = (facts: Partial<AccessFacts>) =>
  Object.fromEntries(accessChecks({ ...FACTS, ...facts }).map(({ id, state, says }) => [id, `${state}: ${says}`]));

test('with the right credentials, region, account and clock all is well', () => {
  expect(shown({})).toEqual({
    credentials: 'well: there are some',
    identity: 'well: ada in account 111122223333',
    region: 'well: eu-west-1',
    clock: 'well: as that of AWS',
    deployment: 'well: prod',
    account: 'well: 111122223333, that of the deployment',
  });
});

test('without credentials that alone is a problem, with the remedy; what needs them is not known', () => {
  const because = 'No AWS credentials were found.';
  const checks = accessChecks({
    ...FACTS,
    ...{ credentials: { because }, identity: { because }, deployment: { because }, skewSeconds: undefined },
  });
  expect(checks.map(({ id, state }) => [id, state])).toEqual([
    ['credentials', 'problem'],
    ['identity', 'unknown'],
    ['region', 'well'],
    ['clock', 'unknown'],
    ['deployment', 'unknown'],
    ['account', 'unknown'],
  ]);
  expect(checks[0]?.remedy).toContain('aws sso login');
  expect(checks.filter(({ remedy }) => remedy !== undefined).map(({ id }) => id)).toEqual(['credentials']);
});

test('without a region that alone has a remedy', () => {
  const because = 'Region is missing';
  const facts = { identity: { because }, deployment: { because }, region: undefined, skewSeconds: undefined };
  expect(accessChecks({ ...FACTS, ...facts }).map(({ id, says, remedy }) => [id, says, remedy !== undefined])).toEqual([
    ['credentials', 'there are some', false],
    ['identity', 'no region is set', false],
    ['region', 'none is set', true],
    ['clock', 'AWS did not answer', false],
    ['deployment', 'no region is set', false],
    ['account', 'the identity is not known', false],
  ]);
});

test.each([
  [{ region: undefined }, 'region', 'problem: none is set'],
  [{ region: 'us-east-1' }, 'region', 'problem: us-east-1, but deployment prod is in eu-west-1'],
  [
    { identity: { value: { account: '444455556666', name: 'ada' } } },
    'account',
    'problem: 444455556666, but the deployment is in 111122223333',
  ],
  [
    { deployment: { value: { name: 'prod', region: 'eu-west-1', accountId: undefined } } },
    'account',
    'skipped: the deployment names none',
  ],
  [{ skewSeconds: 300 }, 'clock', 'well: 300 s from that of AWS'],
  [
    { skewSeconds: 301 },
    'clock',
    'problem: this machine is 5 min behind AWS: signatures are refused, and ages are wrong',
  ],
  [
    { skewSeconds: -3600 },
    'clock',
    'problem: this machine is 60 min ahead of AWS: signatures are refused, and ages are wrong',
  ],
] as const)('%j: %s is %s', (facts, id, expected) => {
  expect(shown(facts)[id]).toBe(expected);
});

test('a problem makes 1, else what is unknown makes 3; what is skipped is well enough', () => {
  expect(exitCodeOf([well('a', ''), problem('b', '', ''), unknown('c', '')])).toBe(1);
  expect(exitCodeOf([well('a', ''), unknown('c', '')])).toBe(3);
  expect(exitCodeOf([well('a', ''), skipped('c', '')])).toBe(0);
});

test('each check is a line with its mark and word, its remedy below, and the sum at the end', () => {
  const checks = [
    well('rule', 'enabled'),
    problem('mail', 'not confirmed', 'Click.'),
    unknown('pager', 'no answer'),
    skipped('alarms', 'none'),
  ];
  expect(checksText(checks).split('\n')).toEqual([
    '✔ rule    enabled',
    '✖ mail    not confirmed',
    '          → Click.',
    '– pager   not known: no answer',
    '– alarms  not checked: none',
    '',
    '1 problem: mail. Not known: pager.',
  ]);
  expect(
    checksText([well('a', 'b')])
      .split('\n')
      .at(-1),
  ).toBe('All is well.');
  expect(
    checksText([unknown('a', 'b')])
      .split('\n')
      .at(-1),
  ).toBe('No problem was found, but not everything could be checked. Not known: a.');
});
