import type { NotificationPolicy } from '../../../lambda-src/contract';
import {
  decideNotification,
  type NotificationFacts,
  type PastRun,
} from '../../../lambda-src/snapshot-manager/domain/notification-policy';
import type { Reason } from '../../../lambda-src/snapshot-manager/domain/reasons';

const START_MS = Date.parse('2026-11-23T10:00:00Z');
const HOUR_MS = 3_600_000;

function resultOf(reason: Reason): NotificationFacts['result'] {
  return { reason, deleted: [], failedToDelete: [] };
}

/** Runs ten minutes apart, each knowing those before; what was mailed of each, `-` for nothing. */
function mails(policy: NotificationPolicy, reasons: readonly Reason[], reminderMs = 24 * HOUR_MS): string {
  const past: PastRun[] = [];
  return reasons
    .map((reason, index) => {
      const eventTime = new Date(START_MS + index * 600_000);
      const { mail, since, toldAfter } = decideNotification({
        policy,
        reminderMs,
        passingStatusMs: 1_800_000,
        // Lambda's last retry.
        now: new Date(eventTime.getTime() + 181_000),
        eventTime,
        result: resultOf(reason),
        past,
        isRetry: false,
        unreportedDeaths: 0,
      });
      past.unshift({ ...resultOf(reason), eventTime, conditionSince: since, told: toldAfter });
      return mail ?? '-';
    })
    .join(' ');
}

test.each<[string, NotificationPolicy, Reason[], string]>([
  ['nothing is told of what goes well from the first', 'changes', ['ready', 'ready', 'adopted'], '- - -'],
  [
    'a stop is told once, its end too',
    'changes',
    ['ready', 'not-running', 'not-running', 'ready', 'ready'],
    '- result - all-clear -',
  ],
  [
    'a stop during a snapshot is the same stop',
    'changes',
    ['application-stopped', 'not-running', 'ready'],
    'result - all-clear',
  ],
  ['a first run that goes wrong is told', 'changes', ['application-not-found'], 'result'],
  ['another trouble is news', 'changes', ['not-running', 'snapshots-disabled', 'ready'], 'result result all-clear'],
  ['two reasons for the same trouble are not', 'changes', ['describe-failed', 'list-failed'], 'result -'],
  [
    'what passes by itself is not told',
    'changes',
    ['ready', 'no-time', 'ready', 'still-creating', 'ready'],
    '- - - - -',
  ],
  ['unless it stays', 'changes', ['no-time', 'no-time', 'no-time', 'ready'], '- result - all-clear'],
  [
    'late and still in flight are one condition',
    'changes',
    ['still-creating', 'snapshot-in-flight', 'ready'],
    '- result all-clear',
  ],
  [
    'what passes by does not hide what was told',
    'changes',
    ['not-running', 'no-time', 'not-running', 'ready'],
    'result - - all-clear',
  ],
  ['failures alone leave a stop out', 'failures', ['not-running', 'not-running', 'ready'], '- - -'],
  [
    'and tell of a failure and its end',
    'failures',
    ['snapshot-failed', 'snapshot-failed', 'not-running', 'ready'],
    'result - - all-clear',
  ],
  [
    'always tells of each, an end by its name',
    'always',
    ['ready', 'not-running', 'not-running', 'ready'],
    'result result result all-clear',
  ],
])('%s (%s)', (_case, policy, reasons, expected) => {
  expect(mails(policy, reasons)).toBe(expected);
});

test('a reminder comes after its time, and again after as long', () => {
  const stopped = Array.from({ length: 14 }, (): Reason => 'not-running');
  expect(mails('changes', stopped, HOUR_MS)).toBe('result - - - - - reminder - - - - - reminder -');
});

const FACTS: NotificationFacts = {
  policy: 'changes',
  reminderMs: HOUR_MS,
  passingStatusMs: 1_800_000,
  now: new Date(START_MS),
  eventTime: new Date(START_MS),
  result: resultOf('ready'),
  past: [],
  isRetry: false,
  unreportedDeaths: 0,
};

test.each<[NotificationPolicy, string]>([
  ['always', 'result'],
  ['changes', 'earlier-run'],
  ['failures', 'earlier-run'],
])('a run that died is reported by the next one: %s', (policy, mail) => {
  expect(decideNotification({ ...FACTS, policy, unreportedDeaths: 1 }).mail).toBe(mail);
});

test('a retry that fails like its first attempt is not reported again, even always', () => {
  const past = [{ ...resultOf('list-failed'), eventTime: FACTS.eventTime, conditionSince: FACTS.eventTime }];
  const retry: NotificationFacts = { ...FACTS, policy: 'always', result: resultOf('list-failed'), past, isRetry: true };
  expect(decideNotification(retry).mail).toBeUndefined();
  expect(decideNotification({ ...retry, result: resultOf('ready') }).mail).toBe('result');
});

test('a failure that Lambda tries again is reported by the last retry, one that it does not at once', () => {
  const after = (ms: number, reason: Reason) =>
    decideNotification({ ...FACTS, now: new Date(START_MS + ms), result: resultOf(reason) }).mail;
  expect([after(1_000, 'list-failed'), after(61_000, 'list-failed'), after(181_000, 'list-failed')]).toEqual([
    undefined,
    undefined,
    'result',
  ]);
  expect(after(1_000, 'snapshots-disabled')).toBe('result');
});

test.each<[NotificationPolicy, string | undefined]>([
  ['always', 'result'],
  ['changes', undefined],
  ['failures', undefined],
])('without a history nothing is news: %s', (policy, mail) => {
  const decision = decideNotification({ ...FACTS, policy, result: resultOf('not-running'), past: undefined });
  expect(decision).toEqual({ mail, since: undefined, toldBefore: undefined, toldAfter: undefined });
});

test('what another version reported is not reported again before its reminder, and its end is', () => {
  const told = { condition: 'of-another-version' as const, at: new Date(START_MS - 600_000) };
  const eventTime = new Date(START_MS - 600_000);
  const past = [{ ...resultOf('not-running'), eventTime, conditionSince: eventTime, told }];
  const facts: NotificationFacts = { ...FACTS, past };
  expect(decideNotification({ ...facts, result: resultOf('not-running') }).mail).toBeUndefined();
  expect(decideNotification({ ...facts, result: resultOf('snapshots-disabled') }).mail).toBeUndefined();
  expect(decideNotification(facts).mail).toBe('all-clear');
});

test('a first cleanup that goes on is reported once a day, and its end is not', () => {
  const goesOn = { ...resultOf('cleanup-incomplete'), deleted: ['demo.20261123T080000Z'] };
  const first = decideNotification({ ...FACTS, result: goesOn });
  expect(first.mail).toBe('result');
  const past = [{ ...goesOn, eventTime: FACTS.eventTime, conditionSince: FACTS.eventTime, told: first.toldAfter }];
  const next: NotificationFacts = { ...FACTS, past, eventTime: new Date(START_MS + 600_000), reminderMs: 24 * HOUR_MS };
  expect(decideNotification({ ...next, result: goesOn }).mail).toBeUndefined();
  expect(decideNotification(next).mail).toBeUndefined();
});

test('two troubles that take turns are one pair of mails an hour', () => {
  const turns = Array.from({ length: 12 }, (_, index): Reason => (index % 2 === 0 ? 'not-running' : 'ready'));
  const sent = mails('changes', turns).split(' ');
  expect(sent.filter((mail) => mail !== '-').length).toBeLessThanOrEqual(4);
  const flips = Array.from(
    { length: 12 },
    (_, index): Reason => (index % 2 === 0 ? 'snapshots-disabled' : 'operation-refused'),
  );
  expect(
    mails('changes', flips)
      .split(' ')
      .filter((mail) => mail !== '-').length,
  ).toBeLessThanOrEqual(4);
});

test('the time since when is that of the first run in the condition', () => {
  const past = [
    {
      ...resultOf('application-stopped'),
      eventTime: new Date(START_MS - 600_000),
      conditionSince: new Date(START_MS - HOUR_MS),
    },
  ];
  const stopped: NotificationFacts = { ...FACTS, result: resultOf('not-running'), past };
  expect(decideNotification(stopped).since).toEqual(new Date(START_MS - HOUR_MS));
  expect(decideNotification({ ...FACTS, past }).since).toEqual(FACTS.eventTime);
});
