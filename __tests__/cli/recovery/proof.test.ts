import { type Evidence, type JobView, judge } from '../../../cli/recovery/proof';

const AT = new Date('2026-11-28T14:00:00Z');

function view(second: number, change: Partial<JobView> = {}): JobView {
  const at = new Date(AT.getTime() + second * 1000);
  return { at, state: 'RUNNING', tasks: { running: 4, total: 4 }, restarts: 0, completedCheckpoints: 0, ...change };
}

const GOOD: Evidence = {
  views: [view(0), view(6)],
  startedFrom: 'good',
  target: 'good',
  fresh: { name: 'after', status: 'READY' },
};

test('a start is proven by its origin, running tasks, steady restarts and a snapshot of after', () => {
  expect(judge(GOOD, false)).toEqual({
    verdict: 'proven',
    because: ['started from good', '4 of 4 tasks run', '0 restarts', 'snapshot after is READY'],
  });
});

test('a completed checkpoint proves as much as a snapshot', () => {
  const { fresh: _none, ...others } = GOOD;
  expect(judge({ ...others, views: [view(0), view(6, { completedCheckpoints: 2 })] }, false)).toMatchObject({
    verdict: 'proven',
    because: expect.arrayContaining(['2 checkpoints were completed']),
  });
});

test('a job that restarts is not proven, however RUNNING it is', () => {
  const views = [view(0, { restarts: 1 }), view(6, { restarts: 4, failure: 'java.io.IOException: disk is full' })];
  expect(judge({ ...GOOD, views }, false)).toEqual({
    verdict: 'not-proven',
    because: ['The job restarted 3 times within 6 s. Its last failure: java.io.IOException: disk is full'],
  });
});

test('restarts of before that do not rise are no crash loop', () => {
  const views = [view(0, { restarts: 1 }), view(6, { restarts: 1 })];
  expect(judge({ ...GOOD, views }, false).verdict).toBe('proven');
});

test.each<[string, Partial<Evidence>, string]>([
  ['another origin', { startedFrom: 'bad' }, 'The application was started from bad, not from good.'],
  ['an ended job', { views: [view(0), view(6, { state: 'FAILED' })] }, 'The job is FAILED.'],
  [
    'a failed snapshot',
    { fresh: { name: 'after', status: 'FAILED' } },
    'Snapshot after, taken after the start, FAILED.',
  ],
])('%s is not proven', (_what, change, because) => {
  expect(judge({ ...GOOD, ...change }, false)).toEqual({ verdict: 'not-proven', because: [because] });
});

test.each<[string, Partial<Evidence>, string]>([
  ['too short a look', { views: [view(0), view(3)] }, 'It was watched for less than 5 s.'],
  [
    'no snapshot yet',
    { fresh: { name: 'after', status: 'CREATING' } },
    'No checkpoint and no snapshot was completed after the start.',
  ],
  ['an origin that nobody tells', { startedFrom: undefined }, 'The service did not say what it was started from.'],
  [
    'restarts that nobody tells',
    { views: [view(0), view(6, { restarts: undefined })] },
    'Flink did not tell the number of restarts.',
  ],
])('%s: waits, and at the end it is started, not proven', (_what, change, because) => {
  expect(judge({ ...GOOD, ...change }, false)).toEqual({ verdict: 'waiting', because: [because] });
  expect(judge({ ...GOOD, ...change }, true)).toEqual({ verdict: 'started-not-proven', because: [because] });
});

test('tasks that do not run at the end are not proven', () => {
  const views = [view(0), view(6, { tasks: { running: 2, total: 4 } })];
  expect(judge({ ...GOOD, views }, false).verdict).toBe('waiting');
  expect(judge({ ...GOOD, views }, true)).toEqual({
    verdict: 'not-proven',
    because: ['2 of 4 tasks run; the job is RUNNING.'],
  });
});

test('where nobody may look, it is started, not proven, with the reason', () => {
  expect(judge({ ...GOOD, views: [], notSeen: 'CreateApplicationPresignedUrl was refused.' }, true)).toEqual({
    verdict: 'started-not-proven',
    because: ['Tasks and restarts could not be seen: CreateApplicationPresignedUrl was refused.'],
  });
});

test('an empty start needs no origin', () => {
  const { startedFrom: _a, target: _b, ...others } = GOOD;
  expect(judge(others, false).verdict).toBe('proven');
});
