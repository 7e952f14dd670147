import { runIdCandidates } from '../../../lambda-src/snapshot-manager/run/audit-session';

describe('the run id', () => {
  const time = new Date('2026-11-23T10:20:05Z');

  test('is the same for a retry, and within the event’s second', () => {
    const [first] = runIdCandidates({ id: 'a', time });
    expect(runIdCandidates({ id: 'a', time })[0]).toBe(first);
    expect(Math.floor((first ?? 0) / 1000)).toBe(time.getTime() / 1000);
  });

  test('differs between two events of one second', () => {
    expect(runIdCandidates({ id: 'a', time })[0]).not.toBe(runIdCandidates({ id: 'b', time })[0]);
  });

  test('has other candidates for the case that two ids give the same number', () => {
    expect(new Set(runIdCandidates({ id: 'a', time })).size).toBe(5);
  });
});
