import type { ComponentChildren } from 'preact';
import { renderToString } from 'preact-render-to-string';
import type { Activity } from '../../../../cli/page/api/activities';
import type { Alarm } from '../../../../cli/page/api/alarms';
import type { HistoryDocument, SnapshotsDocument } from '../../../../cli/page/api/runs';
import type { Trouble, TroubleSituation } from '../../../../cli/page/api/troubles';
import { PlaceContext } from '../../../../cli/page/browser/shell/place-context';
import { ActivityOutput, endText } from '../../../../cli/page/browser/tour/activity-output';
import { jumpFor, jumpsIn } from '../../../../cli/page/browser/tour/counted-users';
import { GoBack } from '../../../../cli/page/browser/tour/go-back';
import { alarmOf } from '../../../../cli/page/browser/tour/signs';
import { Jumps } from '../../../../cli/page/browser/tour/step-action';
import { Tour, tourText } from '../../../../cli/page/browser/tour/tour';
import {
  logQuery,
  proposedTime,
  STEPS,
  snapshotBefore,
  type TourWorld,
  tourOf,
} from '../../../../cli/page/browser/tour/tour-world';
import { Troubles, troublesText } from '../../../../cli/page/browser/tour/troubles';
import { timeOfInput, zonedInput } from '../../../../cli/page/browser/tour/zoned-input';
import { newestBefore } from '../../../../cli/recovery/snapshot-reference';

type Row = HistoryDocument['rows'][number];
type Snapshot = SnapshotsDocument['snapshots'][number];

const at = (clock: string) => `2026-11-28T${clock}Z`;
const PLACE = {
  ...{ environment: 'demo', deployment: 'demo', region: 'eu-west-1', version: '1', commandOptions: '', isLocal: true },
  timeZone: 'Europe/Berlin',
};

const rowOf = (outcome: string, clock: string, more: Partial<Row> = {}): Row => ({
  ...{ writtenBy: 'kda', runId: null, time: at(clock), outcome, deleted: [], failedToDelete: [] },
  ...more,
});
const BEGUN = rowOf('taken', '13:00:00', { requestReason: 'guided tour', snapshotCreatedAt: at('13:00:00.798') });
const RESTORED = rowOf('restored', '13:10:00', { restoredFrom: 'demo.1' });

const snapshotOf = (name: string, clock: string, more: Partial<Snapshot> = {}): Snapshot => ({
  ...{ name, createdAt: at(clock), ageSeconds: 1, state: 'READY', madeBy: 'schedule', codeVersion: 1, runtime: null },
  ...{ holds: [], suspect: false, proven: false, retention: null, missingInputSeconds: null },
  ...more,
});
const HOLD = { who: 'restore', why: 'restore', since: at('13:10:00'), until: null };

const situationOf = (state: TroubleSituation['state'], more: Partial<TroubleSituation> = {}): TroubleSituation => ({
  ...{ state, since: null, error: null, command: 'kda restore orders --before TIME', isPossible: true, whyNot: null },
  ...more,
});
const PRESENT = situationOf('present', { since: at('13:05:00'), isPossible: false, whyNot: 'It is there already.' });

const activityOf = (command: Activity['command'], clock: string, more: Partial<Activity> = {}): Activity => ({
  ...{ id: '1', line: `kda ${command} orders`, command, application: 'orders', onlyReads: true, startedAt: at(clock) },
  ...{ endedAt: at('14:00:00'), exitCode: 0, lines: [], ifInterrupted: null },
  ...more,
});

const worldOf = (more: Partial<TourWorld> = {}): TourWorld => ({
  ...{ status: 'RUNNING', rows: [], snapshots: [], trouble: situationOf('absent'), activities: [] },
  ...more,
});

function statesOf(more: Partial<TourWorld>): string {
  const { states } = tourOf(worldOf(more));
  return STEPS.map((step) => states[step][0]).join('');
}

const VERIFIED = activityOf('verify', '13:20:00');

test.each([
  ['nothing was done', {}, 'oooooo', 'snapshot'],
  ['somebody else’s snapshot is no step', { rows: [rowOf('taken', '13:00:00')] }, 'oooooo', 'snapshot'],
  ['the snapshot is taken', { rows: [BEGUN] }, 'dooooo', 'break'],
  ['the state is corrupt', { rows: [BEGUN], trouble: PRESENT }, 'ddoooo', 'see'],
  [
    'a look from before the trouble does not count',
    { rows: [BEGUN], trouble: PRESENT, activities: [activityOf('status', '13:01:00')] },
    'ddoooo',
    'see',
  ],
  [
    'it was seen',
    { rows: [BEGUN], trouble: PRESENT, activities: [activityOf('status', '13:06:00')] },
    'dddooo',
    'go-back',
  ],
  [
    'a restore from before the tour does not count',
    { rows: [BEGUN, rowOf('restored', '12:00:00')], trouble: PRESENT },
    'ddoooo',
    'see',
  ],
  [
    'it went back',
    { rows: [RESTORED, BEGUN], snapshots: [snapshotOf('demo.1', '13:00:00', { holds: [HOLD] })] },
    'ddddoo',
    'prove',
  ],
  ['it went back and the state is still wrong', { rows: [RESTORED, BEGUN], trouble: PRESENT }, 'dddooo', 'go-back'],
  [
    'it broke again after it went back',
    { rows: [RESTORED, BEGUN], trouble: { ...PRESENT, since: at('13:30:00') } },
    'ddoooo',
    'see',
  ],
  [
    'a restore by somebody else after the tour takes nothing back',
    { rows: [rowOf('restored', '13:40:00', { restoredFrom: 'demo.9' }), RESTORED, BEGUN], activities: [VERIFIED] },
    'dddddd',
    undefined,
  ],
  [
    'a second restore, because the first did not go back far enough, is to be proven itself',
    { rows: [rowOf('restored', '13:15:00', { restoredFrom: 'demo.0' }), RESTORED, BEGUN] },
    'ddddod',
    'prove',
  ],
  [
    'a proof that failed is none',
    { rows: [RESTORED, BEGUN], activities: [{ ...VERIFIED, exitCode: 1 }] },
    'ddddod',
    'prove',
  ],
  [
    'it is proven',
    {
      rows: [RESTORED, BEGUN],
      activities: [VERIFIED],
      snapshots: [snapshotOf('demo.1', '13:00:00', { holds: [HOLD] })],
    },
    'dddddo',
    'clean-up',
  ],
  [
    'it is clean',
    { rows: [RESTORED, BEGUN], activities: [VERIFIED], snapshots: [snapshotOf('demo.1', '13:00:00')] },
    'dddddd',
    undefined,
  ],
  [
    'a new snapshot of the tour begins it again',
    { rows: [{ ...BEGUN, time: at('15:00:00') }, RESTORED, BEGUN], activities: [VERIFIED] },
    'dooooo',
    'break',
  ],
  [
    'an engine without a job breaks nothing',
    { rows: [BEGUN], trouble: situationOf('absent', { isPossible: false, whyNot: 'It is simulated.' }) },
    'dioooo',
    'see',
  ],
  ['a cloud without troubles breaks nothing', { rows: [BEGUN], trouble: undefined }, 'dioooo', 'see'],
] as const)('%s', (_what, world, states, next) => {
  expect(statesOf(world)).toBe(states);
  expect(tourOf(worldOf(world)).next).toBe(next);
});

test('the time to go back to is just before the trouble, else that of the tour’s snapshot to the second above', () => {
  expect(proposedTime({ trouble: PRESENT }, { begun: BEGUN })).toEqual(new Date(at('13:05:00')));
  expect(proposedTime({ trouble: undefined }, { begun: BEGUN })).toEqual(new Date(at('13:00:01')));
  expect(proposedTime({ trouble: undefined }, { begun: undefined })).toBeUndefined();
});

const LIST = [
  snapshotOf('demo.5', '13:50:00'),
  snapshotOf('demo.4', '13:40:00', { state: 'FAILED' }),
  snapshotOf('demo.3', '13:30:00', { suspect: { who: 'ada', why: 'bad', markedAt: at('14:00:00') } }),
  snapshotOf('demo.2', '13:20:00'),
  snapshotOf('demo.1', '13:10:00'),
];

test.each(['13:10:00', '13:19:59', '13:20:00', '13:35:00', '13:45:00', '14:00:00'])(
  'the snapshot that a restore before %s takes is the one that is shown',
  (clock) => {
    const snapshots = LIST.map(({ name, createdAt, state }) => ({
      ...{
        name,
        status: state,
        createdAt: new Date(createdAt ?? ''),
        applicationVersion: 1,
        runtimeEnvironment: 'FLINK-1_20',
      },
    }));
    const choice = { application: 'orders', snapshots, suspects: new Set(['demo.3']) };
    expect(snapshotBefore(LIST, new Date(at(clock)))?.name).toBe(newestBefore(choice, new Date(at(clock))).name);
  },
);

test('before the oldest snapshot there is none', () => {
  expect(snapshotBefore(LIST, new Date(at('13:09:59')))).toBeUndefined();
});

test.each([
  ['2026-11-28T13:00:05Z', 'Europe/Berlin', '2026-11-28 14:00:05'],
  ['2026-07-01T22:30:00Z', 'Europe/Berlin', '2026-07-02 00:30:00'],
  ['2026-03-29T01:30:00Z', 'Europe/Berlin', '2026-03-29 03:30:00'],
  ['2026-11-28T03:00:00Z', 'America/New_York', '2026-11-27 22:00:00'],
  ['2026-11-28T03:00:00Z', 'UTC', '2026-11-28 03:00:00'],
])('%s is on the clock of %s at %s, and back', (time, zone, value) => {
  expect(zonedInput(new Date(time), zone)).toBe(value);
  expect(timeOfInput(value, zone)).toEqual(new Date(time));
});

test.each([
  ['Europe/Berlin', '2026-10-25T00:30:00Z', '2026-10-25T00:30:00Z'],
  ['Europe/Berlin', '2026-10-25T01:30:00Z', '2026-10-25T00:30:00Z'],
  ['America/New_York', '2026-11-01T06:30:00Z', '2026-11-01T05:30:00Z'],
  ['America/New_York', '2026-11-01T07:30:00Z', '2026-11-01T07:30:00Z'],
])('of the two times that a clock of %s shows at %s the earlier one is meant', (zone, time, meant) => {
  expect(timeOfInput(zonedInput(new Date(time), zone), zone)).toEqual(new Date(meant));
});

test('a time that the clock skips is a time before or after the skip, not none', () => {
  expect(timeOfInput('2026-03-29 02:30:00', 'Europe/Berlin')).toEqual(new Date('2026-03-29T00:30:00Z'));
});

test.each(['0002', '0020', '0202'])('%s, a year that is being typed, is a time like any other', (year) => {
  expect(timeOfInput(`${year}-11-28T14:00:00`, 'UTC')).toEqual(new Date(`${year}-11-28T14:00:00Z`));
});

test('a time may be typed without seconds, and with a T; an empty field, or words, are no time', () => {
  const time = new Date('2026-11-28T14:00:00Z');
  expect([' 2026-11-28 14:00', '2026-11-28T14:00:00'].map((text) => timeOfInput(text, 'UTC'))).toEqual([time, time]);
  expect(['', '14:00', '2026-13-28 14:00', 'yesterday'].map((text) => timeOfInput(text, 'UTC'))).toEqual(
    [1, 2, 3, 4].map(() => undefined),
  );
});

describe('going back by time', () => {
  const restored = rowOf('restored', '13:06:00', { restoredFrom: 'demo.7', snapshotCreatedAt: at('13:04:00') });
  const goBack = (more: Partial<Parameters<typeof GoBack>[0]>) => (
    <GoBack
      {...{ application: 'orders', snapshots: LIST, proposed: undefined, restored: undefined, isStillWrong: false }}
      {...{ isBusy: false, going: {}, onGoing: () => {}, onRun: () => {}, ...more }}
    />
  );

  test('the field has what was typed before what is proposed, on a clock of 24 hours', () => {
    const proposed = new Date(at('13:05:01'));
    expect(shown(goBack({ proposed }))).toContain('value="2026-11-28 14:05:01"');
    expect(shown(goBack({ proposed, going: { typed: '2026-11-28 14:05:02' } }))).toContain(
      'value="2026-11-28 14:05:02"',
    );
  });

  test('in the hour that clocks repeat, what is proposed is itself while nobody types another time', () => {
    const snapshots = [
      { ...snapshotOf('demo.2', '13:00:00'), createdAt: '2026-10-25T01:20:00Z' },
      { ...snapshotOf('demo.1', '13:00:00'), createdAt: '2026-10-25T00:20:00Z' },
    ];
    const proposed = new Date('2026-10-25T01:30:00Z');
    expect(shown(goBack({ snapshots, proposed }))).toContain('That is <code>demo.2</code>');
    expect(shown(goBack({ snapshots, proposed: undefined, going: { typed: '2026-10-25 02:30:00' } }))).toContain(
      'That is <code>demo.1</code>',
    );
  });

  test('after the restore it says what was restored, until another time is typed', () => {
    const going = { typed: '2026-11-28 14:05:01', wentTo: '2026-11-28 14:05:01' };
    expect(textOf(goBack({ restored, going }))).toContain('Restored: demo.7 of 28 Nov 14:04');
    expect(textOf(goBack({ restored, going: {} }))).toContain('Restored: demo.7 of 28 Nov 14:04');
    expect(textOf(goBack({ restored, going: { ...going, typed: '2026-11-28 14:30:00' } }))).not.toContain('Restored');
  });
});

function shown(children: ComponentChildren): string {
  return renderToString(<PlaceContext.Provider value={PLACE}>{children}</PlaceContext.Provider>);
}

const textOf = (children: ComponentChildren) =>
  shown(children)
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ');

const tour = (more: Partial<TourWorld>) => <Tour application="orders" world={worldOf(more)} />;

test('the next step is open, with its button; the others are closed', () => {
  const html = shown(tour({ rows: [BEGUN] }));
  expect(html).toMatch(/data-step="break" data-state="open" aria-current="step"/);
  expect(html.match(/aria-expanded="true"/g)).toHaveLength(1);
  expect(html).toContain('<button type="button" class="primary">Corrupt the state</button>');
  expect(textOf(tour({ rows: [BEGUN] }))).toContain('1 of 6 steps done. Next: Break.');
});

test('the step back shows the time just before the trouble and the snapshot that it means', () => {
  const activities = [activityOf('status', '13:06:00')];
  const snapshots = [snapshotOf('demo.2', '13:20:00'), snapshotOf('demo.1', '13:00:00')];
  const html = shown(tour({ rows: [BEGUN], trouble: PRESENT, activities, snapshots }));
  expect(html).toContain('value="2026-11-28 14:05:00"');
  expect(html).toContain('That is <code>demo.1</code>');
  expect(html).toContain('<button type="button" class="primary">Go back</button>');
});

test('without a snapshot that is old enough nothing can be pressed', () => {
  const activities = [activityOf('status', '13:06:00')];
  const html = shown(tour({ rows: [BEGUN], trouble: PRESENT, activities }));
  expect(html).toContain('There is no trusted snapshot of that time or before.');
  expect(html).toContain('class="primary" disabled>Go back</button>');
});

test('what went back not far enough says so', () => {
  const text = textOf(tour({ rows: [RESTORED, BEGUN], trouble: PRESENT }));
  expect(text).toContain('The state is still wrong');
});

test('while a command changes the application no other can be pressed', () => {
  const running = activityOf('restore', '13:07:00', { endedAt: null, exitCode: null, onlyReads: false });
  expect(shown(tour({ rows: [BEGUN], activities: [running] }))).toContain('class="primary" disabled>Corrupt the state');
});

test('an application that is stopped is started first, without a snapshot with empty state', () => {
  expect(textOf(tour({ status: 'READY', snapshots: LIST }))).toContain(
    'start it first, from its newest snapshot. Start it',
  );
  expect(textOf(tour({ status: 'READY' }))).toContain(
    'start it first, with empty state, because it has no snapshot. Start it',
  );
});

test('where there is no job the break says why, and that the tour goes on', () => {
  const trouble = situationOf('absent', { isPossible: false, whyNot: 'The engine is simulated.' });
  expect(textOf(tour({ rows: [BEGUN], trouble }))).toContain('– not possible here');
  expect(tourText(tourOf(worldOf({ rows: [BEGUN], trouble })))).toBe('1 of 6 steps done. Next: See.');
});

test('a tour that is over says how it begins again', () => {
  expect(textOf(tour({ rows: [RESTORED, BEGUN], activities: [VERIFIED] }))).toContain(
    '6 of 6 steps done: the tour is over. Step 1 begins it again.',
  );
});

test('a command is shown with its lines as a terminal shows them, and can be interrupted while it runs', () => {
  const running = activityOf('restore', '13:07:00', {
    endedAt: null,
    exitCode: null,
    lines: ['one', 'two <b>'],
    ifInterrupted: 'It goes on.',
  });
  const html = shown(<ActivityOutput activity={running} />);
  expect(html).toContain('<strong>$ kda restore orders</strong>\none\ntwo &lt;b>');
  expect(html).toContain('Interrupt</button>');
  expect(html).toContain('If interrupted: It goes on.');
});

test.each([
  [{ endedAt: null, exitCode: null }, '… running'],
  [{ endedAt: at('13:00:41'), exitCode: 0 }, '✔ done after 41 s'],
  [{ endedAt: at('13:00:41'), exitCode: 1 }, '✖ ended with exit code 1 after 41 s'],
  [{ endedAt: at('13:00:41'), exitCode: null }, '✖ ended by a signal after 41 s'],
])('the end of a command is said in words', (more, text) => {
  expect(endText(activityOf('restore', '13:00:00', more))).toBe(text);
});

const RULE: Trouble = {
  ...situationOf('absent', { command: 'kda doctor' }),
  ...{
    id: 'rule',
    title: 'Disable the rule',
    what: 'No event comes.',
    mendTitle: 'Enable it',
    isMendedByCommand: false,
  },
  expect: { alarms: ['manager-runs', 'nothing-such'], mails: 'One about manager-silent.', after: 120 },
};
const CORRUPT: Trouble = {
  ...{ ...RULE, id: 'corrupt', title: 'Corrupt the state', isMendedByCommand: true },
  ...{ applications: [{ ...PRESENT, name: 'orders' }] },
};
const ALARM: Alarm = {
  ...{ name: 'demo/manager-runs', id: 'manager-runs', application: null, isComposite: false, isUrgent: true },
  ...{
    state: 'ALARM',
    since: null,
    reason: null,
    meaning: '',
    runbook: null,
    nextCommand: null,
    notifies: [],
    notifiedBy: [],
    isMailedByManager: false,
    isWired: true,
  },
};
const MAILS = [
  { number: 2, at: at('13:06:00'), to: 'a', subject: 'new one', text: '' },
  { number: 1, at: at('13:00:00'), to: 'a', subject: 'old one', text: '' },
];
const troubles = (...list: Trouble[]) => (
  <Troubles troubles={list} application="orders" names={['orders', 'payments']} alarms={[ALARM]} mails={MAILS} />
);

test('a trouble says what it does, what to wait for and what to type, and can be begun but not mended', () => {
  const html = shown(troubles(RULE));
  const text = textOf(troubles(RULE));
  for (const part of [
    'No event comes.',
    'Disable the rule off',
    'Alarms and mails to wait for:',
    '✖ manager-runs in ALARM',
    'nothing-such: not deployed',
    'One about manager-silent. The first alarm usually fires after 2 min.',
    'kda doctor',
  ]) {
    expect(text).toContain(part);
  }
  expect(html).toContain('<button type="button">Disable the rule</button>');
  expect(html).toContain('<button type="button" disabled>Enable it</button>');
  expect(text).not.toContain('old one');
});

test('a trouble that is there can be mended, and shows the mails since then only', () => {
  const there = { ...RULE, ...situationOf('present', { since: at('13:05:00'), isPossible: false }) };
  const html = shown(troubles(there));
  expect(html).toContain('<button type="button" disabled>Disable the rule</button>');
  expect(html).toContain('<button type="button">Enable it</button>');
  expect(html).toContain('new one');
  expect(html).not.toContain('old one');
});

test('a trouble of an application has the state that it has there, and one that a command mends has no such button', () => {
  const html = shown(troubles(CORRUPT));
  expect(html).toContain('data-trouble="corrupt" data-state="present"');
  expect(html).toContain('<p role="status">Broken on purpose now: Corrupt the state.</p>');
  expect(html).not.toContain('>Enable it</button>');
});

test.each(['beginning', 'mending'] as const)('while it is %s nothing can be pressed', (state) => {
  expect(shown(troubles({ ...RULE, ...situationOf(state) })).match(/<button type="button" disabled>/g)).toHaveLength(2);
});

test('an act that failed says why, and can be mended', () => {
  const html = shown(troubles({ ...RULE, ...situationOf('failed', { error: 'Access denied.' }) }));
  expect(html).toContain('role="alert">Access denied.</p>');
  expect(html).toContain('<button type="button">Enable it</button>');
});

test.each([
  [
    'of the application',
    [
      { ...ALARM, application: 'payments' },
      { ...ALARM, application: 'orders' },
    ],
    'orders',
  ],
  ['of the function', [{ ...ALARM, application: 'demo-manager' }], 'demo-manager'],
  ['of the deployment', [{ ...ALARM, application: 'payments' }, ALARM], null],
  ['of another application is none', [{ ...ALARM, application: 'payments' }], undefined],
])('the alarm to wait for is that %s', (_which, alarms, application) => {
  const found = alarmOf('manager-runs', { application: 'orders', names: ['orders', 'payments'] }, alarms);
  expect(found?.application).toBe(application);
});

test('the hold of a restore is released with the name of who holds it', () => {
  const snapshots = [snapshotOf('demo.1', '13:00:00', { holds: [HOLD] })];
  const world = worldOf({ rows: [RESTORED, BEGUN], activities: [VERIFIED], snapshots });
  expect(tourOf(world).held).toEqual({ snapshot: 'demo.1', holder: 'restore' });
});

test('an application that is starting is waited for', () => {
  const html = shown(tour({ status: 'STARTING' }));
  expect(html).toContain('It is STARTING: a snapshot needs it RUNNING. Wait.');
  expect(html).not.toContain('Take a snapshot</button>');
});

test('troubles are summed up', () => {
  expect(troublesText([RULE])).toBe('Nothing is broken on purpose.');
  expect(troublesText([RULE, { title: 'Corrupt the state', state: 'present' }])).toBe(
    'Broken on purpose now: Corrupt the state.',
  );
});

const countedLines = (...counted: readonly (readonly [string, number])[]) =>
  counted.map(([clock, users]) => ({
    ...{ of: 'application' as const, at: at(clock), level: 'INFO', cause: null },
    text: `Amount of users: ${users}`,
  }));
const COUNTED = countedLines(
  ['13:04:58', 524],
  ['13:04:59', 525],
  ['13:05:09', 1_000_526],
  ['13:05:10', 2_000_527],
  ['13:05:20', 2_000_528],
  ['13:10:05', 378],
  ['13:10:06', 379],
);

test('the time since when the amount of users is wrong, and where it went back, are said above the log', () => {
  expect(textOf(<Jumps lines={COUNTED} />).trim()).toBe(
    'At 14:05:09 the amount of users jumps from 525 to 1000526. At 14:10:05 the amount of users goes back from 2000528 to 378.',
  );
});

test('the line of the jump is marked in the log, in each step its own', () => {
  expect(jumpFor('see', COUNTED)?.at).toBe(at('13:05:09'));
  expect(jumpFor('prove', COUNTED)?.at).toBe(at('13:10:05'));
  expect(jumpFor('prove', COUNTED.slice(0, 5))?.at).toBe(at('13:05:09'));
  expect(jumpFor('see', COUNTED.slice(0, 2))).toBeUndefined();
});

test('an amount that goes on by one is no jump, and other lines are none either', () => {
  const [first, second] = countedLines(['13:00:00', 1], ['13:00:01', 2]);
  const other = { ...COUNTED[0], at: at('13:00:00'), text: 'The application was restored from context' };
  expect(jumpsIn([first, other, second] as typeof COUNTED)).toEqual([]);
});

test('a step that is done has one button that stands out, that to the next step, and none to skip it', () => {
  const text = textOf(tour({ rows: [RESTORED, BEGUN], activities: [VERIFIED] }));
  expect(text).not.toContain('Skip this step');
  const toDo = shown(tour({ rows: [BEGUN] }));
  expect(toDo).toContain('Skip this step');
  expect(toDo).toContain('<span class="step-state">to do</span>');
});

test.each([
  ['an hour ago', '2026-11-28T13:00:00Z', 'query=users&from=2026-11-28T12:59:30.000Z&to=2026-11-28T13:01:30.000Z'],
  ['a minute ago: up to now', '2026-11-28T13:59:00Z', 'query=users&from=2026-11-28T13:58:30.000Z'],
  ['at no known time: the newest lines', null, 'query=users'],
])('the log is read around what happened %s', (_, moment, query) => {
  expect(logQuery('users', moment, new Date('2026-11-28T14:00:00Z'))).toBe(query);
});
