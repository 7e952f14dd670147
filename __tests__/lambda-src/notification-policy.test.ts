import type { NotificationPolicy } from '../../lambda-src/contract';
import { decideNotification, type NotificationFacts } from '../../lambda-src/snapshot-manager/notification-policy';
import type { Reason } from '../../lambda-src/snapshot-manager/outcomes';

const START_MS = Date.parse('2026-11-23T10:00:00Z');
const HOUR_MS = 3_600_000;

/** Runs ten minutes apart, each knowing the one before; what was mailed of each, `-` for nothing. */
function mails(policy: NotificationPolicy, reasons: readonly Reason[], reminderMs = 24 * HOUR_MS): string {
  let previous: NotificationFacts['previous'];
  return reasons
    .map((reason, index) => {
      const now = new Date(START_MS + index * 600_000);
      const { mail, since, told } = decideNotification({
        policy,
        reminderMs,
        now,
        eventTime: now,
        reason,
        applicationStatus: undefined,
        passingStatusMs: 1_800_000,
        previous,
        isRetry: false,
        settled: [],
      });
      previous = { reason, eventTime: now, conditionSince: since, told };
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
  now: new Date(START_MS),
  eventTime: new Date(START_MS),
  reason: 'ready',
  applicationStatus: undefined,
  passingStatusMs: 1_800_000,
  previous: undefined,
  isRetry: false,
  settled: [],
};

test.each<NotificationPolicy>(['always', 'changes', 'failures'])(
  'a run that died is told by the next one: %s',
  (policy) => {
    expect(decideNotification({ ...FACTS, policy, settled: [{ reason: 'run-died' }] }).mail).toBe('result');
  },
);

test('a retry that fails like its first attempt is not told again, even always', () => {
  const previous = { reason: 'list-failed' as const, eventTime: FACTS.eventTime };
  const retry: NotificationFacts = { ...FACTS, policy: 'always', reason: 'list-failed', previous, isRetry: true };
  expect(decideNotification(retry).mail).toBeUndefined();
  expect(decideNotification({ ...retry, reason: 'ready' }).mail).toBe('result');
});

test('the time since when is that of the first run in the condition', () => {
  const previous = {
    reason: 'application-stopped' as const,
    eventTime: new Date(START_MS - 600_000),
    conditionSince: new Date(START_MS - HOUR_MS),
  };
  expect(decideNotification({ ...FACTS, reason: 'not-running', previous }).since).toEqual(new Date(START_MS - HOUR_MS));
  expect(decideNotification({ ...FACTS, previous }).since).toEqual(FACTS.eventTime);
});
