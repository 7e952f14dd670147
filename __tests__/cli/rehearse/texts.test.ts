import type { RehearseDocument } from '../../../cli/documents/rehearse';
import { rehearsalMarkdown, rehearsalText } from '../../../cli/rehearse/texts';

type Operator = RehearseDocument['operators'][number];

const operator = (name: string, more: Partial<Operator> = {}): Operator => ({
  ...{ id: name, name, uid: name, bytes: 1100, states: ['amount'], fate: 'kept', droppedStates: [], renamed: null },
  ...{ notAskedStates: [], timers: [], watched: null },
  ...more,
});

const rehearsal = (operators: Operator[], more: Partial<RehearseDocument> = {}): RehearseDocument => ({
  ...{ verdict: 'compatible', reached: 'checkpoint', because: 'Restored.', remedy: null },
  ...{ from: null, to: { given: 'new.jar', kind: 'jar', jar: 'new.jar', commit: null } },
  ...{ state: { kind: 'folder', given: 'state' }, operators, newOperators: [], newOperatorUids: [] },
  ...{ warnings: [], phases: [], seconds: 13 },
  ...more,
});

const headings = (document: RehearseDocument) => [
  rehearsalMarkdown(document).split('\n')[1],
  rehearsalText(document).split('\n')[0],
];

const gone = operator('age-statistic', { fate: 'dropped' });
const slow = operator('rare', { notAskedStates: ['amount'] });
const silenced = operator('timers', {
  timers: [{ service: 'user-timers', time: 'event', count: 12, fate: 'ignored' }],
});
const forgetful = operator('sums', { droppedStates: ['amount'] });

test.each([
  [[operator('sums')], ''],
  [[operator('sums'), gone], ', with the allowed loss of 1 operator'],
  [[operator('sums'), gone, operator('b', { fate: 'dropped' })], ', with the allowed loss of 2 operators'],
  [[forgetful], ', with the allowed loss of 1 state'],
  [[forgetful, gone], ', with the allowed loss of 1 operator and 1 state'],
  [[silenced], ', with the allowed loss of 12 timers'],
  [[slow], ', with the allowed risk for 1 state not asked for'],
  [[gone, slow], ', with the allowed loss of 1 operator, with the allowed risk for 1 state not asked for'],
])('comment and text say in their first words what is lost: %#', (operators, loss) => {
  expect(headings(rehearsal(operators))).toEqual([
    `## State rehearsal: compatible${loss}`,
    `COMPATIBLE${loss}  Restored.`,
  ]);
});

test('a loss that nobody allowed is the verdict itself', () => {
  expect(headings(rehearsal([operator('sums'), gone], { verdict: 'partial' }))).toEqual([
    '## State rehearsal: partial',
    'PARTIAL  Restored.',
  ]);
});

test('operators that are new are told with their uids: a dropped one can have the same name', () => {
  const document = rehearsal([gone], {
    newOperators: ['age-statistic', 'discard: Writer'],
    newOperatorUids: ['age-statistics', null],
  });
  expect(rehearsalText(document)).toContain(
    '\nNew, so empty at the start: age-statistic (uid age-statistics), discard: Writer (no uid)\n',
  );
});

test('a state that was not asked for yet is told apart from one that is dropped', () => {
  const rows = rehearsalText(rehearsal([forgetful, slow], { verdict: 'partial' })).split('\n');
  expect(rows.filter((row) => row.includes(' kept ')).map((row) => row.split('kept')[1]?.trim())).toEqual([
    'amount (DROPPED)',
    'amount (not asked for yet)',
  ]);
});
