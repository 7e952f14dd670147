import type { Freeze, Suspect } from '../../../lambda-src/snapshot-manager/domain/marks';
import type { Proof } from '../../../lambda-src/snapshot-manager/domain/proofs';
import type { SnapshotMarks } from '../../../lambda-src/snapshot-manager/ports';

const NOW = new Date('2026-11-23T10:20:00Z');
const in_ = (ms: number) => new Date(NOW.getTime() + ms);

const suspect = (snapshotName: string, facts: Partial<Suspect> = {}): Suspect => ({
  application: 'orders',
  snapshotName,
  who: 'ada',
  why: 'corrupt since 14:00',
  markedAt: NOW,
  ...facts,
});
const freeze = (facts: Partial<Freeze> = {}): Freeze => ({
  application: 'orders',
  who: 'ada',
  why: 'corrupt since 14:00',
  since: NOW,
  until: in_(3_600_000),
  ...facts,
});

const proof = (facts: Partial<Proof> = {}): Proof => ({
  application: 'orders',
  snapshotName: 'a',
  provenAt: NOW,
  by: 'restore',
  who: 'ada',
  ...facts,
});

/** Tests of the port: what the fake claims is true of the real table too. `empty` has no marks. */
export function testsOfMarks(empty: () => SnapshotMarks): void {
  let marks: SnapshotMarks;
  beforeEach(() => {
    marks = empty();
  });

  test('gives back the marks of this application only, expired ones too: the reader judges', async () => {
    const named = suspect('b', { snapshotCreatedAt: in_(-60_000) });
    const ended = freeze({ until: in_(-1) });
    await marks.suspect(suspect('a'));
    await marks.suspect(named);
    await marks.suspect(suspect('c', { application: 'payments' }));
    await marks.freeze(ended);
    await marks.freeze(freeze({ application: 'payments' }));
    expect(await marks.marksOf('orders')).toEqual({ suspects: [suspect('a'), named], freezes: [ended] });
    expect(await marks.marksOf('season')).toEqual({ suspects: [], freezes: [] });
  });

  test('gives back what was proven, whole', async () => {
    const whole = proof({ snapshotName: 'b', snapshotCreatedAt: in_(-60_000), restoreSeconds: 41, by: 'drill' });
    await marks.prove(proof());
    await marks.prove(whole);
    await marks.prove(proof({ application: 'payments' }));
    expect((await marks.marksOf('orders')).proofs).toEqual([proof(), whole]);
    expect(await marks.marksOf('orders')).toMatchObject({ suspects: [], freezes: [] });
  });

  test('keeps the newest proof of a snapshot, whichever is written last', async () => {
    await marks.prove(proof({ provenAt: in_(1) }));
    await marks.prove(proof());
    expect((await marks.marksOf('orders')).proofs).toEqual([proof({ provenAt: in_(1) })]);
    await marks.prove(proof({ provenAt: in_(2), who: 'bob' }));
    expect((await marks.marksOf('orders')).proofs).toEqual([proof({ provenAt: in_(2), who: 'bob' })]);
  });

  test('forgets a proof, and none that came since', async () => {
    await marks.prove(proof({ provenAt: in_(1) }));
    await marks.forgetProof(proof());
    expect((await marks.marksOf('orders')).proofs).toEqual([proof({ provenAt: in_(1) })]);
    await marks.forgetProof(proof({ provenAt: in_(1) }));
    expect((await marks.marksOf('orders')).proofs).toBeUndefined();
  });

  test('remembers since when a proof is due: of an application made anew, anew', async () => {
    await marks.noteObjective('orders', NOW, in_(-1000));
    await marks.noteObjective('orders', in_(1000), in_(-1000));
    expect((await marks.marksOf('orders')).objectiveSince).toEqual(NOW);
    await marks.noteObjective('orders', in_(2000), in_(1));
    expect((await marks.marksOf('orders')).objectiveSince).toEqual(in_(2000));
    expect((await marks.marksOf('payments')).objectiveSince).toBeUndefined();
  });

  test('keeps one mark for each snapshot, the last one', async () => {
    await marks.suspect(suspect('a'));
    await marks.suspect(suspect('a', { who: 'bob', markedAt: in_(1) }));
    expect((await marks.marksOf('orders')).suspects).toEqual([suspect('a', { who: 'bob', markedAt: in_(1) })]);
  });

  test('trusts a snapshot again, once and once more, and leaves the others', async () => {
    await marks.suspect(suspect('a'));
    await marks.suspect(suspect('b'));
    for (let time = 1; time <= 2; time += 1) await marks.trust(suspect('a'));
    expect((await marks.marksOf('orders')).suspects).toEqual([suspect('b')]);
  });

  test('trusts no snapshot that was marked anew', async () => {
    await marks.suspect(suspect('a', { markedAt: in_(1) }));
    await marks.trust(suspect('a'));
    expect((await marks.marksOf('orders')).suspects).toEqual([suspect('a', { markedAt: in_(1) })]);
  });

  test('keeps the freezes of different people, and of each the last', async () => {
    await marks.freeze(freeze());
    await marks.freeze(freeze({ who: 'bob' }));
    await marks.freeze(freeze({ since: in_(1), until: in_(7_200_000) }));
    const { freezes } = await marks.marksOf('orders');
    expect(freezes.toSorted((a, b) => a.who.localeCompare(b.who))).toEqual([
      freeze({ since: in_(1), until: in_(7_200_000) }),
      freeze({ who: 'bob' }),
    ]);
  });

  test('thaws the freeze of one person, once and once more; one placed anew stays', async () => {
    await marks.freeze(freeze());
    await marks.freeze(freeze({ who: 'bob', since: in_(1) }));
    for (let time = 1; time <= 2; time += 1) await marks.thaw(freeze());
    await marks.thaw(freeze({ who: 'bob' }));
    expect((await marks.marksOf('orders')).freezes).toEqual([freeze({ who: 'bob', since: in_(1) })]);
  });

  test('has room for the longest names', async () => {
    const longest = { application: 'y'.repeat(128), who: '漢'.repeat(1_000) };
    const itsSuspect = suspect('x'.repeat(256), longest);
    await marks.suspect(itsSuspect);
    await marks.freeze(freeze(longest));
    expect(await marks.marksOf(longest.application)).toEqual({ suspects: [itsSuspect], freezes: [freeze(longest)] });
  });
}
