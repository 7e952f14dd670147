import { minutesBetween } from '../src/cadence';
import {
  findingsIn,
  kindsAndTexts,
  lookedAt,
  NOTHING,
  passes,
  refusedFor,
  refuses,
  unchanged,
  update,
} from './plan-of';
import { arn, flink, manager, RULE, rule, SCHEDULE, TARGET, target, toManager } from './scheduled-world';

describe('snapshots taken less often are headed:', () => {
  const to = (schedule_expression: string | null, parts: object = {}) => [
    update(RULE, rule('ENABLED'), rule('ENABLED', { schedule_expression, ...parts })),
    ...toManager,
  ];

  test.each([
    ['rate(1 day)', 'every day instead of every 10 minutes'],
    ['cron(0 3 * * ? *)', 'every day instead of every 10 minutes'],
    ['cron(0 3 ? * SUN *)', 'every 7 days instead of every 10 minutes'],
    ['cron(0/15 * * * ? *)', 'every 15 minutes instead of every 10 minutes'],
    ['cron(0 8-17 ? * MON-FRI *)', 'every 3.4 hours instead of every 10 minutes'],
    ['cron(* * L * ? *)', 'every 30.4 minutes instead of every 10 minutes'],
    ['cron(nonsense)', 'by another schedule'],
    ['cron(0/5 * * * ? 2026)', 'by another schedule'],
  ])('%s', (expression, text) => {
    expect(findingsIn(...to(expression)).cautions).toEqual([
      expect.objectContaining({
        isHeaded: true,
        text: expect.stringContaining(text),
        detail: `rate(10 minutes) → ${expression}`,
      }),
    ]);
  });

  test.each(['cron(0/10 * * * ? *)', 'cron(0,10,20,30,40,50 * ? * * *)', 'cron(*/5 * * * ? *)', 'rate(10 minutes)'])(
    'not %s',
    (expression) => {
      expect(kindsAndTexts(...to(expression))).toEqual(NOTHING);
    },
  );

  refuses('%s: refused, since none is taken on schedule', 'schedule-off', {
    'the rule goes by events alone': to(null, { event_pattern: '{"source":["aws.s3"]}' }),
    'the rule has no schedule': to(''),
  });

  test('a rule that goes by events, too', () => {
    expect(kindsAndTexts(...to('rate(10 minutes)', { event_pattern: '{"source":["aws.s3"]}' }))).toEqual(
      lookedAt('Events also start'),
    );
  });

  test('a schedule that is known after apply only', () => {
    const unknown = update(RULE, rule('ENABLED'), rule('ENABLED', { schedule_expression: null }), {
      unknown: { schedule_expression: true },
    });
    expect(kindsAndTexts(unknown, ...toManager)).toEqual(lookedAt('known only after apply'));
  });

  test('a schedule whose function is in another stack', () => {
    expect(
      kindsAndTexts(
        update(RULE, rule('ENABLED'), rule('ENABLED', { schedule_expression: 'rate(1 day)' })),
        unchanged(TARGET, target('manager')),
        flink,
      ),
    ).toEqual(lookedAt('every day instead of every 10 minutes'));
  });
});

describe('days of an EventBridge cron: minutes between two runs at 02:00, on average', () => {
  const [week, month] = [7 * 1440, 30.4375 * 1440];

  test.each([
    ['? * L', week, 'each Saturday, the last day of a week'],
    ['? * l', week, 'the same'],
    ['? * SAT', week, 'each Saturday'],
    ['? * FRIL', month, 'the last Friday of a month'],
    ['? * 6L', month, 'the last Friday of a month'],
    ['? * 3#2', month, 'the second Tuesday of a month'],
    ['L * ?', month, 'the last day of a month'],
    ['LW * ?', month, 'the last weekday of a month'],
    ['3W * ?', month, 'the weekday nearest to the third'],
    ['1 * ?', month, 'the first day of a month'],
  ])('%s: %d, %s', (days, minutes) => {
    expect(minutesBetween(`cron(0 2 ${days} *)`)).toBeCloseTo(minutes, 6);
  });

  test('from each Saturday to once a month is less often', () => {
    const to = (schedule_expression: string) => rule('ENABLED', { schedule_expression });
    const changes = [update(RULE, to('cron(0 2 ? * L *)'), to('cron(0 2 1 * ? *)')), ...toManager];
    expect(kindsAndTexts(...changes)).toEqual(lookedAt('every 30.4 days instead of every 7 days'));
  });
});

describe('EventBridge Scheduler', () => {
  const taking = (parts: object) => ({
    name: 'every-hour',
    state: 'ENABLED',
    schedule_expression: 'rate(10 minutes)',
    target: [{ arn: arn('manager') }],
    ...parts,
  });
  const from = (before: object, after: object) => [update(SCHEDULE, taking(before), taking(after)), manager];

  refuses('%s is refused', 'schedule-off', {
    'that ends on a date': from({}, { end_date: '2026-12-24T00:00:00Z' }),
    'that ends on an earlier date': from({ end_date: '2027-01-01T00:00:00Z' }, { end_date: '2026-12-24T00:00:00Z' }),
    'that runs once': from({}, { schedule_expression: 'at(2026-12-24T00:00:00)' }),
  });

  test('that begins later is headed', () => {
    expect(findingsIn(...from({}, { start_date: '2026-12-24T00:00:00Z' })).cautions).toEqual([
      expect.objectContaining({
        isHeaded: true,
        text: expect.stringContaining('No snapshot is taken before that date'),
      }),
    ]);
  });

  passes('%s is nobody’s concern', {
    'without an end': from({ end_date: '2026-12-24T00:00:00Z' }, { end_date: null }),
    'with a later end': from({ end_date: '2026-12-24T00:00:00Z' }, { end_date: '2027-12-24T00:00:00Z' }),
    'that begins at once': from({ start_date: '2026-12-24T00:00:00Z' }, { start_date: '' }),
  });
});

describe('what the function is given:', () => {
  const transformer = { input_transformer: [{ input_paths: { time: '$.time', id: '$.id' }, input_template: '{}' }] };
  const given = (before: object, after: object) => [
    update(TARGET, { ...target('manager'), ...before }, { ...target('manager'), ...after }),
    unchanged(RULE, rule('ENABLED')),
    manager,
  ];

  test('the event’s time no more is refused: every event would be the same one', () => {
    expect(kindsAndTexts(...given(transformer, { input_transformer: [], input: '{"time":"x"}' }))).toEqual(
      refusedFor('schedule-off'),
    );
  });

  test('another constant is headed', () => {
    expect(findingsIn(...given({ input: '{"a":1}' }, { input: '{"a":2}' })).cautions).toEqual([
      expect.objectContaining({ isHeaded: true, text: expect.stringContaining('another input') }),
    ]);
  });
});
