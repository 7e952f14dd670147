import type { ResourceChange } from '../src/plan';
import {
  create,
  destroy,
  findingsIn,
  kindsAndTexts,
  looksAt,
  passes,
  refusedFor,
  refuses,
  unchanged,
  update,
} from './plan-of';

const LIFECYCLE = 'aws_s3_bucket_lifecycle_configuration';
const BUCKET = 'aws_s3_bucket';
const OBJECT = 'aws_s3_object';
const COPY = 'aws_s3_object_copy';

const rule = (parts: object) => ({ id: 'r', status: 'Enabled', prefix: '', ...parts });
const lifecycle = (bucket: string, ...rules: object[]) => ({ bucket, rule: rules.map(rule) });
const expireAfter = (days: number, prefix = '') => ({
  expiration: [{ days, date: null }],
  filter: [{ prefix, and: [] }],
});
const versions = (days: number, kept: number | null = null) => ({
  noncurrent_version_expiration: [{ noncurrent_days: days, newer_noncurrent_versions: kept }],
});
const application = unchanged('aws_kinesisanalyticsv2_application', {
  application_configuration: [
    {
      application_code_configuration: [
        { code_content: [{ s3_content_location: [{ bucket_arn: 'arn:aws:s3:::data', file_key: 'apps/orders.jar' }] }] },
      ],
    },
  ],
});
const object = (key: string, bucket = 'data') => ({ bucket, key });

describe('objects that must stay expire:', () => {
  test.each<[string, ResourceChange[], string]>([
    [
      'the code of an application',
      [create(LIFECYCLE, lifecycle('data', expireAfter(30))), application],
      'All objects are deleted 30 days after they were written, including code.',
    ],
    [
      'the code, by the prefix',
      [update(LIFECYCLE, lifecycle('data'), lifecycle('data', expireAfter(30, 'apps/'))), application],
      'Objects under apps/ are deleted 30 days after they were written, including code.',
    ],
    [
      'the code, by a prefix within `and`',
      [
        create(
          LIFECYCLE,
          lifecycle('data', { expiration: [{ days: 30 }], filter: [{ prefix: '', and: [{ prefix: 'apps/' }] }] }),
        ),
        application,
      ],
      'Objects under apps/ are deleted 30 days after they were written, including code.',
    ],
    [
      'a state file, on a date',
      [
        create(LIFECYCLE, lifecycle('data', { expiration: [{ date: '2027-01-01T00:00:00Z', days: 0 }] })),
        unchanged(OBJECT, object('env:/prod/terraform.tfstate')),
      ],
      'All objects are deleted on a date, including a state file.',
    ],
    [
      'sooner than before',
      [update(LIFECYCLE, lifecycle('data', expireAfter(365)), lifecycle('data', expireAfter(7))), application],
      'All objects are deleted 7 days after they were written, including code.',
    ],
    [
      'of a bucket that is named for state files',
      [create(LIFECYCLE, lifecycle('acme-tfstate', expireAfter(30)))],
      'All objects are deleted 30 days after they were written.',
    ],
    [
      'by the rule in the bucket itself',
      [
        update(
          BUCKET,
          { bucket: 'data', lifecycle_rule: [] },
          { bucket: 'data', lifecycle_rule: [{ enabled: true, prefix: '', expiration: [{ days: 30 }] }] },
        ),
        application,
      ],
      'All objects are deleted 30 days after they were written, including code.',
    ],
  ])('%s', (_, changes, detail) => {
    expect(findingsIn(...changes).refusals.map(({ kind, detail: said }) => `${kind}: ${said}`)).toEqual([
      `objects-expire: ${detail}`,
    ]);
  });

  test('what is sensitive is not said', () => {
    const secret = { rule: [{ filter: [{ prefix: true }] }] };
    expect(
      findingsIn(
        create(LIFECYCLE, lifecycle('data', expireAfter(30, 'apps/')), { afterSensitive: secret }),
        application,
      ).refusals,
    ).toEqual([expect.objectContaining({ kind: 'objects-expire', detail: undefined })]);
  });
});

describe('looked at:', () => {
  looksAt('%s', {
    'objects of a bucket of which nothing is known, in a plan with Flink': [
      [create(LIFECYCLE, lifecycle('other', expireAfter(30))), application],
      'Does this include state files or the code of applications?',
    ],
    'objects under a prefix of a bucket that is named for artifacts': [
      create(LIFECYCLE, lifecycle('acme-artifacts', expireAfter(30, 'logs/'))),
      'Does this include state files or the code of applications?',
    ],
    'earlier versions that go after days': [
      [update(LIFECYCLE, lifecycle('data', versions(90)), lifecycle('data', versions(3))), application],
      'Earlier versions of objects are deleted after a few days',
    ],
    'code that is deleted': [
      [destroy(OBJECT, object('apps/orders.jar')), application],
      'It looks like an application’s code',
    ],
    'a JAR that is deleted': [destroy(OBJECT, object('old.jar', 'x')), 'It looks like an application’s code'],
    'code that is made anew under the same key': [
      update(COPY, object('apps/a.jar'), object('apps/a.jar'), { action: 'replace' }),
      'Apply again directly afterwards',
    ],
    'the copy in use, beside a new one': [
      [destroy(COPY, object('apps/orders.jar')), create(COPY, object('apps/b.jar')), application],
      'It looks like an application’s code',
    ],
    'a bucket that may be destroyed with its objects': [
      update(BUCKET, { bucket: 'data', force_destroy: false }, { bucket: 'data', force_destroy: true }),
      'The bucket gets force_destroy',
    ],
  });
});

describe('nobody’s concern:', () => {
  passes('%s', {
    'objects under another prefix': [create(LIFECYCLE, lifecycle('data', expireAfter(30, 'logs/'))), application],
    'objects of a bucket of which nothing is known': create(LIFECYCLE, lifecycle('other', expireAfter(30))),
    'a rule that is off': [
      create(LIFECYCLE, lifecycle('data', { ...expireAfter(30), status: 'Disabled' })),
      application,
    ],
    'a rule that was there': [
      update(LIFECYCLE, lifecycle('data', expireAfter(30)), lifecycle('data', expireAfter(30), versions(90))),
      application,
    ],
    'objects that go later': [
      update(LIFECYCLE, lifecycle('data', expireAfter(30)), lifecycle('data', expireAfter(90))),
      application,
    ],
    'a rule for a part of them': [
      update(LIFECYCLE, lifecycle('data', expireAfter(30)), lifecycle('data', expireAfter(30, 'apps/'))),
      application,
    ],
    'earlier versions that stay for long': [create(LIFECYCLE, lifecycle('data', versions(90))), application],
    'earlier versions of which many stay': [create(LIFECYCLE, lifecycle('data', versions(3, 20))), application],
    'a bucket that this plan makes': [
      create(LIFECYCLE, { rule: [rule(expireAfter(30))] }, { unknown: { bucket: true } }),
      application,
    ],
    'rules that go': [destroy(LIFECYCLE, lifecycle('data', expireAfter(30))), application],
    'a new JAR': update(OBJECT, object('a-1.jar'), object('a-2.jar'), { action: 'replace' }),
    'the copy of the earlier build, when the application is made from a new one': [
      destroy(COPY, object('apps/a.jar')),
      create(COPY, object('apps/orders.jar')),
      application,
    ],
    'another object that goes': [destroy(OBJECT, object('readme.txt')), application],
    'a new bucket with force_destroy': create(BUCKET, { bucket: 'b', force_destroy: true }),
  });

  test('an object that goes with its bucket, which is what is refused', () => {
    expect(kindsAndTexts(destroy(OBJECT, object('a.jar')), destroy(BUCKET, { bucket: 'data' }))).toEqual(
      refusedFor('bucket-destroyed'),
    );
  });
});

refuses('a state file that is %s is refused', 'state-file-destroyed', {
  destroyed: destroy(OBJECT, object('env:/prod/terraform.tfstate')),
  replaced: update(OBJECT, object('prod.tfstate'), object('production.tfstate'), { action: 'replace' }),
});
