import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { REFUSALS, type RefusalKind } from '../src/finding';
import { ALARM, lossesOfAlarms } from './losses-of-alarms';
import { APPLICATION, application, lossesOfApplications, snapshots } from './losses-of-applications';
import { lossesOfRights, policy, read } from './losses-of-rights';
import { lossesOfStorage, recovery, TABLE } from './losses-of-storage';
import { change, create, destroy, findingsIn, looksAt, refusalsOf, update } from './plan-of';

/** Refusals with their cases in other test files. */
const ELSEWHERE = {
  'recipient-removed': 'alarm-rules.test.ts',
  'checkpoints-off': 'application-rules.test.ts',
  'objects-expire': 'bucket-rules.test.ts',
  'state-file-destroyed': 'bucket-rules.test.ts',
  'schedule-off': 'schedule-rules.test.ts',
  'retention-shortened': 'retention-rules.test.ts',
} as const satisfies Partial<Record<RefusalKind, string>>;

const LOSSES = { ...lossesOfApplications, ...lossesOfStorage, ...lossesOfRights, ...lossesOfAlarms };

test('every refusal has cases, here or in a file of its own', () => {
  expect([...Object.keys(LOSSES), ...Object.keys(ELSEWHERE)].sort()).toEqual(Object.keys(REFUSALS).sort());
  for (const [kind, file] of Object.entries(ELSEWHERE)) {
    expect(readFileSync(join(__dirname, file), 'utf8')).toContain(`'${kind}'`);
  }
});

describe.each(Object.entries(LOSSES))('%s', (kind, { fires, spares }) => {
  test.each(Object.entries(fires))('fires: %s', (_, changes) => expect(refusalsOf(changes)).toContain(kind));

  test.each(Object.entries(spares))('spares: %s', (_, changes) => expect(refusalsOf(changes)).not.toContain(kind));
});

describe('looked at, not refused:', () => {
  looksAt('%s', {
    'a forgotten application': [change(APPLICATION, { action: 'forget' }), 'Terraform forgets the application'],
    'a forgotten table': [change(TABLE, { action: 'forget' }), 'Terraform forgets it. It stays in AWS'],
    'a stop with a snapshot': [
      update(
        APPLICATION,
        { start_application: true, ...snapshots(true) },
        { start_application: false, ...snapshots(true) },
      ),
      'This plan stops the application',
    ],
    'force_stop of a new application': [
      create(APPLICATION, application({ force_stop: true })),
      'The new application has force_stop',
    ],
    'a policy that is known after apply only': [
      update('aws_iam_role_policy', policy(read), {}, { unknown: { policy: true } }),
      'policy is known only after apply',
    ],
    'a queue’s policy that was known': [
      update('aws_sqs_queue', policy(read), {}, { unknown: { policy: true } }),
      'policy is known only after apply',
    ],
  });

  test('the default policy that AWS gives a new queue is nobody’s to read', () => {
    expect(
      findingsIn(change('aws_sqs_queue', { action: 'create', after: {}, unknown: { policy: true } })).cautions,
    ).toEqual([]);
  });
});

describe('an object that is replaced, and the old one forgotten,', () => {
  test('is no loss of the old one, but nothing guards that any more', () => {
    const { refusals, cautions } = findingsIn(
      update(TABLE, { name: 'a', ...recovery(true) }, { name: 'b' }, { action: 'replace-and-forget' }),
    );
    expect(refusals).toEqual([]);
    expect(cautions.map(({ text }) => text)).toEqual([
      expect.stringContaining('Terraform forgets it. It stays in AWS'),
    ]);
  });

  test('is judged for the new one', () => {
    const { refusals } = findingsIn(
      update('aws_iam_role_policy', policy(read), policy({ ...read, Action: '*' }), { action: 'replace-and-forget' }),
    );
    expect(refusals.map(({ kind }) => kind)).toEqual(['iam-widened']);
  });

  test('stops nothing', () => {
    const { refusals, cautions } = findingsIn(
      update(
        APPLICATION,
        application({ start_application: true, force_stop: true }),
        application({ name: 'b', start_application: false, force_stop: true }),
        { action: 'replace-and-forget' },
      ),
    );
    expect(refusals).toEqual([]);
    expect(cautions.map(({ text }) => text)).toEqual([
      expect.stringContaining('Terraform forgets the application'),
      expect.stringContaining('The new application has force_stop'),
    ]);
  });
});

test('a refusal says where, and shows old and new value', () => {
  expect(findingsIn(update(APPLICATION, snapshots(true), snapshots(false))).refusals).toEqual([
    {
      kind: 'snapshots-off',
      stack: 'orders',
      address: 'aws_kinesisanalyticsv2_application.it',
      detail: undefined,
      attributes: [
        {
          path: 'application_configuration.application_snapshot_configuration.snapshots_enabled',
          old: { is: 'value', value: true },
          new: { is: 'value', value: false },
          forcesReplacement: false,
        },
      ],
    },
  ]);
});

test('a deposed object is told from the one that has its address now', () => {
  expect(findingsIn(change(APPLICATION, { action: 'destroy', deposed: 'a1b2' })).refusals[0]?.address).toBe(
    'aws_kinesisanalyticsv2_application.it (deposed a1b2)',
  );
});

describe('forty alarms', () => {
  const alarms = Array.from({ length: 40 }, (_, index) =>
    change(ALARM, { action: 'destroy', address: `${ALARM}.a${index}`, before: { alarm_name: `a${index}` } }),
  );

  test('that go with the whole stack are one refusal', () => {
    expect(findingsIn(...alarms, destroy('aws_sns_topic')).refusals).toEqual([
      expect.objectContaining({
        kind: 'alarm-destroyed',
        address: '*',
        detail: 'The whole stack is destroyed, including all its 40 alarms.',
      }),
    ]);
  });

  test('that go while the stack stays are forty', () => {
    expect(findingsIn(...alarms, change('aws_sns_topic', { action: 'no-op' })).refusals).toHaveLength(40);
  });
});
