import { renderReview } from '../src/render';
import { findingsIn, kindsAndTexts, NOTHING, reviewOf, unchanged, update } from './plan-of';

const APPLICATION = 'aws_kinesisanalyticsv2_application';

interface Parts {
  readonly status?: string;
  readonly restore?: string;
  readonly snapshot?: string;
  readonly partial?: boolean;
  readonly snapshots?: boolean;
  readonly parallelism?: number;
}

const application = (
  { status = 'RUNNING', restore, snapshot, partial = false, snapshots = true, parallelism = 2 }: Parts,
  more: object = {},
) => ({
  name: 'orders',
  status,
  start_application: null,
  runtime_environment: 'FLINK-1_13',
  ...more,
  application_configuration: [
    {
      application_snapshot_configuration: [{ snapshots_enabled: snapshots }],
      flink_application_configuration: [{ parallelism_configuration: [{ parallelism }] }],
      run_configuration: [
        {
          application_restore_configuration: restore
            ? [{ application_restore_type: restore, snapshot_name: snapshot ?? '' }]
            : [],
          flink_run_configuration: [{ allow_non_restored_state: partial }],
        },
      ],
    },
  ],
});
const SKIP = { restore: 'SKIP_RESTORE_FROM_SNAPSHOT' };
const started = (parts: Parts) =>
  update(
    APPLICATION,
    application({ status: 'READY', ...parts }, { start_application: false }),
    application({ status: 'READY', ...parts }, { start_application: true }),
  );

describe('a start while the run configuration', () => {
  test.each([
    ['skips the restore, unchanged', started(SKIP)],
    ['allows state that does not fit, unchanged', started({ partial: true })],
  ])('%s, is refused', (_, change) => {
    expect(kindsAndTexts(change).refused).toEqual(['state-skipped']);
  });

  test('skips the restore shows the standing value', () => {
    expect(findingsIn(started(SKIP)).refusals[0]?.attributes).toEqual([
      expect.objectContaining({
        path: 'application_configuration.run_configuration.application_restore_configuration.application_restore_type',
        old: { is: 'value', value: SKIP.restore },
        new: { is: 'value', value: SKIP.restore },
      }),
    ]);
  });

  test('restores the newest snapshot is not', () => {
    expect(kindsAndTexts(started({ restore: 'RESTORE_FROM_LATEST_SNAPSHOT' }))).toEqual(NOTHING);
  });
});

test('a standing SKIP_RESTORE that this plan does not act on is headed: the next start is empty', () => {
  const headed = [
    expect.objectContaining({ isHeaded: true, text: expect.stringContaining('The next start restores nothing') }),
  ];
  expect(findingsIn(unchanged(APPLICATION, application(SKIP))).cautions).toEqual(headed);
  expect(findingsIn(update(APPLICATION, application(SKIP), application(SKIP, { tags: { a: 'b' } }))).cautions).toEqual(
    headed,
  );
});

test('another runtime in place is headed: it restarts from a snapshot, and there is no way back', () => {
  const { refusals, cautions } = findingsIn(
    update(APPLICATION, application({}), application({}, { runtime_environment: 'FLINK-1_20' })),
  );
  expect(refusals).toEqual([]);
  expect(cautions).toEqual([
    expect.objectContaining({
      isHeaded: true,
      text: expect.stringContaining('another Flink version'),
      detail: 'FLINK-1_13 → FLINK-1_20',
    }),
  ]);
});

describe('what the plan does to the job stands in one line:', () => {
  const text = (before: Parts, after: Parts, more: object = {}) =>
    renderReview(reviewOf([update(APPLICATION, application(before), application(after, more))]));

  test.each<[string, Parts, Parts, string]>([
    ['an update', {}, { parallelism: 4 }, 'restarts the job from a snapshot that the service takes first.'],
    [
      'an update without snapshots',
      { snapshots: false },
      { snapshots: false, parallelism: 4 },
      'restarts the job, and no snapshot is taken first: snapshots are off.',
    ],
    [
      'an update of a stopped one',
      { status: 'READY' },
      { status: 'READY', parallelism: 4 },
      'is not running: nothing is restarted.',
    ],
  ])('%s', (_, before, after, words) => {
    expect(text(before, after)).toContain(`- \`${APPLICATION}.it\` in \`orders\` ${words}`);
  });

  test.each<[string, Parts, string]>([
    ['the newest', {}, 'starts the job from its newest snapshot, or without state if it has none.'],
    [
      'a named one',
      { restore: 'RESTORE_FROM_CUSTOM_SNAPSHOT', snapshot: 'kda.1' },
      'starts the job from the snapshot `kda.1`.',
    ],
    ['none', SKIP, 'starts the job without state: the restore is skipped.'],
  ])('a start from %s', (_, parts, words) => {
    expect(renderReview(reviewOf([started(parts)]))).toContain(`in \`orders\` ${words}`);
  });

  test.each([
    ['other tags', { tags: { a: 'b' } }],
    ['other timeouts', { timeouts: { update: '1h' } }],
    ['another restore point for the next start', {}],
  ])('not for %s', (_, more) => {
    const after = Object.keys(more).length > 0 ? {} : { restore: 'RESTORE_FROM_LATEST_SNAPSHOT' };
    expect(text({}, after, more)).not.toMatch(/restarts the job|starts the job/);
  });

  test('not for a new application, which has nothing to restore', () => {
    expect(renderReview(reviewOf([{ ...started({}), action: 'create', before: null }]))).not.toContain('the job');
  });

  test('a secret name of a snapshot is not shown', () => {
    const one = {
      ...started({ restore: 'RESTORE_FROM_CUSTOM_SNAPSHOT', snapshot: 'hunter2' }),
      afterSensitive: { application_configuration: true },
    };
    expect(renderReview(reviewOf([one]))).not.toContain('hunter2');
  });
});
