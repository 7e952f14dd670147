import type { RunRecord } from '../../../lambda-src/snapshot-manager/domain/record';
import type { AuditLog } from '../../../lambda-src/snapshot-manager/ports';
import { AuditSession, runIdCandidates } from '../../../lambda-src/snapshot-manager/run/audit-session';
import { recordOf } from '../fakes/facts';

const EVENT = { id: 'event', time: new Date('2026-11-23T10:20:00Z') };
const IDS = runIdCandidates(EVENT);
const at = (minute: number) => new Date(Date.UTC(2026, 10, 23, 10, minute));

const RECORD = recordOf(at(20), {
  runId: IDS[0] ?? 0,
  startedAt: at(21),
  deadlineAt: at(26),
  endedAt: at(22),
  state: 'taken',
  reason: 'ready',
  snapshot: { name: 'demo.1', status: 'READY' },
});

/** A session over a table whose calls answer what the test says, and are written down. */
function session(answers: Partial<AuditLog>) {
  const calls: string[] = [];
  const logged: unknown[] = [];
  const unexpected = (call: string) => async () => Promise.reject(new Error(`Nobody expects ${call}.`));
  const all: AuditLog = {
    find: unexpected('find'),
    findRecent: unexpected('findRecent'),
    findNewest: unexpected('findNewest'),
    start: unexpected('start'),
    complete: unexpected('complete'),
    create: unexpected('create'),
    settle: unexpected('settle'),
    ...answers,
  };
  function noted<T>(call: string, what: string | number, answer: Promise<T>): Promise<T> {
    calls.push(`${call} ${what}`);
    return answer;
  }
  const table: AuditLog = {
    find: (application, runId) => noted('find', `${application} ${IDS.indexOf(runId)}`, all.find(application, runId)),
    findRecent: (application) => noted('findRecent', application, all.findRecent(application)),
    findNewest: (application) => noted('findNewest', application, all.findNewest(application)),
    start: (record) => noted('start', record.state, all.start(record)),
    complete: (record) => noted('complete', record.state, all.complete(record)),
    create: (record) => noted('create', record.state, all.create(record)),
    settle: (record, asRead) => noted('settle', record.message ?? '', all.settle(record, asRead)),
  };
  return { audit: new AuditSession(table, (event, fields) => void logged.push([event, fields])), calls, logged };
}

const denied = new Error('Denied.');
const deny = async () => Promise.reject(denied);

describe('the row of an event', () => {
  test('is found under its first id', async () => {
    const { audit, calls } = session({ find: async () => RECORD });
    expect(await audit.find('orders', EVENT)).toEqual({ runId: IDS[0], record: RECORD });
    expect(calls).toEqual(['find orders 0']);
  });

  test('is looked for under the next id where another event has the first', async () => {
    const other = { ...RECORD, eventId: 'another' };
    const { audit, calls } = session({ find: async (_, runId) => (runId === IDS[0] ? other : undefined) });
    expect(await audit.find('orders', EVENT)).toEqual({ runId: IDS[1], record: undefined });
    expect(calls).toEqual(['find orders 0', 'find orders 1']);
  });

  test('that has no free id is a trouble, with how many were tried', async () => {
    const { audit, calls } = session({ find: async () => ({ ...RECORD, eventId: 'another' }) });
    expect(await audit.find('orders', EVENT)).toEqual({ runId: IDS[0], record: undefined });
    expect(calls).toHaveLength(5);
    expect(audit.answers).toBe(false);
    expect(audit.trouble).toContain('No free run id for application orders and event event: tried 5.');
  });

  test('is asked for once more only where the first answer is missing', async () => {
    const read = session({ find: async () => RECORD });
    await read.audit.find('orders', EVENT);
    expect(await read.audit.findUnlessFound('orders', EVENT)).toBeUndefined();
    expect(read.calls).toHaveLength(1);

    let asked = 0;
    const unread = session({
      find: async () => {
        asked += 1;
        return asked === 1 ? deny() : RECORD;
      },
    });
    await unread.audit.find('orders', EVENT);
    expect(await unread.audit.findUnlessFound('orders', EVENT)).toEqual({ runId: IDS[0], record: RECORD });
  });

  test('that cannot be read again is logged, and unknown', async () => {
    const { audit, logged } = session({ find: deny });
    expect(await audit.findUnlessFound('orders', EVENT)).toBeUndefined();
    expect(logged).toEqual([['audit.error', { call: 'find', error: denied }]]);
  });
});

describe('a table that does not answer', () => {
  test('is asked for nothing more but the last write, and its answer is kept', async () => {
    const { audit, calls, logged } = session({ findRecent: deny, complete: async () => true });
    expect(audit.answers).toBe(true);
    expect(await audit.findRecent('orders')).toEqual([]);
    expect([audit.answers, audit.trouble]).toEqual([false, 'Error: Denied.']);
    expect(logged).toEqual([['audit.error', { call: 'find-recent', error: denied }]]);
    expect(await audit.start(RECORD)).toBe(true);
    expect(await audit.update(RECORD)).toBe(false);
    expect(await audit.settle(RECORD, RECORD)).toBe(false);
    expect(await audit.complete(RECORD)).toBe(true);
    expect(calls).toEqual(['findRecent orders', 'complete taken']);
  });

  test.each(['start', 'update', 'settle'] as const)('%s is logged under its name', async (call) => {
    const { audit, logged } = session({ start: deny, settle: deny });
    const answer = call === 'settle' ? await audit.settle(RECORD, RECORD) : await audit[call](RECORD);
    expect(answer).toBe(call === 'start');
    expect(logged).toEqual([['audit.error', { call, error: denied }]]);
  });

  test('at the last write is the trouble, and the run is not recorded', async () => {
    const { audit, logged } = session({ complete: deny });
    expect(await audit.complete(RECORD)).toBe(false);
    expect(audit.trouble).toBe('Error: Denied.');
    expect(logged).toEqual([['audit.error', { call: 'complete', error: denied }]]);
  });
});

describe('a write that is refused', () => {
  test.each<[string, Partial<RunRecord> | undefined, boolean]>([
    ['itself', {}, true],
    ['nothing', undefined, false],
    ['another event', { eventId: 'another' }, false],
    ['another reason', { reason: 'adopted' }, false],
    ['another status of the snapshot', { snapshot: { name: 'demo.1', status: 'CREATING' } }, false],
    ['no snapshot', { snapshot: undefined }, false],
    ['another start', { startedAt: at(20) }, false],
    ['another end', { endedAt: at(23) }, false],
    ['no end', { endedAt: undefined }, false],
    ['a settling', { settledAt: at(30) }, false],
  ])('and finds %s there', async (_, there, isWritten) => {
    const find = async () => there && { ...RECORD, ...there };
    const { audit } = session({ find, complete: async () => false, settle: async () => false });
    expect(await audit.complete(RECORD)).toBe(isWritten);
    expect(await audit.settle(RECORD, RECORD)).toBe(isWritten);
  });
});

describe('what a mail told', () => {
  const told = { told: { condition: 'slow', at: at(23) } } as const;

  test('is added to the row as it was written', async () => {
    const written: unknown[] = [];
    const settle = async (...pair: [RunRecord, RunRecord]) => written.push(pair) > 0;
    const { audit, calls } = session({ settle });
    expect(await audit.addTold(RECORD, told)).toBe(true);
    expect(written).toEqual([[{ ...RECORD, ...told }, RECORD]]);
    expect(calls).toHaveLength(1);
  });

  test('is added to the row as it is now, when another run wrote it meanwhile', async () => {
    const now = { ...RECORD, message: 'as it is now' };
    const { audit, calls } = session({ find: async () => now, settle: async (_, asRead) => asRead === now });
    expect(await audit.addTold(RECORD, told)).toBe(true);
    expect(calls).toEqual(['settle ', 'find orders 0', 'settle as it is now']);
  });

  test.each([undefined, { ...RECORD, eventId: 'another' }])('is not added to another row: %#', async (now) => {
    const { audit, calls } = session({ find: async () => now, settle: async () => false });
    expect(await audit.addTold(RECORD, told)).toBe(false);
    expect(calls).toEqual(['settle ', 'find orders 0']);
  });

  test('and could not be added is a trouble that is logged', async () => {
    const { audit, logged } = session({ settle: deny });
    expect(await audit.addTold(RECORD, told)).toBe(false);
    expect(logged).toEqual([['audit.error', { call: 'settle', error: denied }]]);
  });
});

test('a row that was asked for and not read is created only', async () => {
  const { audit, calls } = session({ find: deny, create: async () => true });
  await audit.find('orders', EVENT);
  expect(await audit.complete(RECORD)).toBe(true);
  expect(calls).toEqual(['find orders 0', 'create taken']);
});

test.each([true, false])('start and update answer what the table answers: %s', async (answer) => {
  const { audit } = session({ start: async () => answer });
  expect([await audit.start(RECORD), await audit.update(RECORD)]).toEqual([answer, answer]);
});
