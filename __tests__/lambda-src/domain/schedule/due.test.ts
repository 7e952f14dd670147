import { nextDue, silentFrom, timeOfRun } from '../../../../lambda-src/snapshot-manager/domain/schedule/due';

const at = (time: string) => new Date(`2026-11-${time}:00Z`);
const NIGHTLY = 'cron(0 2 ? * MON-FRI *)';

describe('the next run of a rate', () => {
  test('counts from its last event', () => {
    expect(nextDue('rate(10 minutes)', at('23T10:24'), at('23T10:25'))).toEqual(at('23T10:34'));
  });

  test('passes over events that did not come', () => {
    expect(nextDue('rate(10 minutes)', at('23T10:24'), at('23T12:00'))).toEqual(at('23T12:04'));
  });

  test('is after now, also at the very time of an event', () => {
    expect(nextDue('rate(10 minutes)', at('23T10:24'), at('23T10:34'))).toEqual(at('23T10:44'));
  });

  test('is unknown before its first event', () => {
    expect(nextDue('rate(10 minutes)', undefined, at('23T10:25'))).toBeUndefined();
  });
});

test('the next run of a cron is known without any event', () => {
  // 27 November 2026 is a Friday.
  expect(nextDue(NIGHTLY, undefined, at('27T03:00'))).toEqual(at('30T02:00'));
});

test('a schedule is silent after two due times and the time that an event takes', () => {
  expect(silentFrom('rate(10 minutes)', at('23T10:20'))).toEqual(at('23T10:42'));
  // Over the weekend nothing is due.
  expect(silentFrom(NIGHTLY, at('26T02:00'))).toEqual(at('30T02:02'));
});

test('a schedule that is over is never silent, and has no later run', () => {
  expect(silentFrom('cron(0 2 1 1 ? 2026)', at('23T10:20'))).toBeUndefined();
  expect(timeOfRun('cron(0 2 1 1 ? 2026)', 1, at('23T10:20'))).toBeUndefined();
});

test('the time of a run further ahead is counted', () => {
  expect(timeOfRun('rate(1 hour)', 5, at('23T10:20'))).toEqual(at('23T15:20'));
  expect(timeOfRun(NIGHTLY, 2, at('27T03:00'))).toEqual(new Date('2026-12-01T02:00:00Z'));
  expect(timeOfRun(NIGHTLY, 0, at('27T03:00'))).toEqual(at('27T03:00'));
});
