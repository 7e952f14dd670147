import { change, destroy, kindsAndTexts, lookedAt, NOTHING, refusedFor, refuses, update } from './plan-of';

const VERSIONING = 'aws_s3_bucket_versioning';
const TABLE = 'aws_dynamodb_table';
const KEY = 'aws_kms_key';

describe('versioning that moves to another bucket', () => {
  const versioned = (bucket: string) => ({ bucket, versioning_configuration: [{ status: 'Enabled' }] });

  refuses('%s leaves the first one without', 'versioning-off', {
    'of a name': update(VERSIONING, versioned('state'), versioned('other'), { action: 'replace' }),
    'that this plan makes': update(VERSIONING, versioned('state'), versioned(''), {
      action: 'replace',
      unknown: { bucket: true },
    }),
  });

  test('since the first one goes is refused for that', () => {
    const moves = update(VERSIONING, versioned('state'), versioned(''), {
      action: 'replace',
      unknown: { bucket: true },
    });
    expect(kindsAndTexts(moves, destroy('aws_s3_bucket', { bucket: 'state' }))).toEqual(refusedFor('bucket-destroyed'));
  });

  test('and does not is nobody’s concern', () => {
    const same = update(VERSIONING, versioned('state'), versioned('state'), { action: 'replace' });
    expect(kindsAndTexts(same)).toEqual(NOTHING);
  });
});

describe('a key', () => {
  test.each([
    [KEY, { is_enabled: true }, { is_enabled: false }],
    ['aws_kms_replica_key', { enabled: true }, { enabled: false }],
    ['aws_kms_external_key', { enabled: true }, { enabled: false }],
  ])('%s switched off is refused', (type, before, after) => {
    expect(kindsAndTexts(update(type, before, after))).toEqual(refusedFor('key-destroyed'));
  });

  test('switched on is nobody’s concern', () => {
    expect(kindsAndTexts(update(KEY, { is_enabled: false }, { is_enabled: true }))).toEqual(NOTHING);
  });

  test.each([KEY, 'aws_kms_replica_key', 'aws_kms_external_key'])('%s forgotten is looked at', (type) => {
    expect(kindsAndTexts(change(type, { action: 'forget' }))).toEqual(lookedAt('Terraform forgets it'));
  });
});

describe('a table', () => {
  const lives = (enabled: boolean, attribute_name = 'expires_at') => ({ ttl: [{ enabled, attribute_name }] });
  const recovery = (days: number) => ({
    point_in_time_recovery: [{ enabled: true, recovery_period_in_days: days }],
  });

  test.each([
    ['rows that begin to expire', lives(false, ''), lives(true), 'time to live is turned on'],
    ['rows that expire by another attribute', lives(true), lives(true, 'at'), 'uses another attribute'],
    ['a shorter recovery', recovery(35), recovery(7), 'restored only to the last 7 days, not 35.'],
    ['a recovery shorter than AWS’s own', recovery(0), recovery(7), 'restored only to the last 7 days, not 35.'],
    [
      'no protection any more',
      { deletion_protection_enabled: true },
      { deletion_protection_enabled: false },
      'deletion protection is turned off',
    ],
  ])('with %s is looked at', (_, before, after, text) => {
    expect(kindsAndTexts(update(TABLE, before, after))).toEqual(lookedAt(text));
  });

  test.each([
    ['rows that expire no more', lives(true), lives(false)],
    ['rows that expire all along', lives(true), lives(true)],
    ['a longer recovery', recovery(7), recovery(35)],
    ['a recovery that is AWS’s own', recovery(0), recovery(35)],
    ['protection', { deletion_protection_enabled: false }, { deletion_protection_enabled: true }],
  ])('with %s is nobody’s concern', (_, before, after) => {
    expect(kindsAndTexts(update(TABLE, before, after))).toEqual(NOTHING);
  });

  test('that goes is refused for that alone', () => {
    expect(kindsAndTexts(destroy(TABLE, { deletion_protection_enabled: true }))).toEqual(refusedFor('table-destroyed'));
  });
});
