import type { LifecycleRule } from '@aws-sdk/client-s3';
import { withStateRules } from '../../../cli/state-bucket/lifecycle-rules';

const OLD: LifecycleRule = {
  ID: 'old versions below kda/',
  Status: 'Enabled',
  Filter: { Prefix: 'kda/' },
  NoncurrentVersionExpiration: { NoncurrentDays: 365, NewerNoncurrentVersions: 100 },
};
const BROKEN: LifecycleRule = {
  ID: 'broken uploads below kda/',
  Status: 'Enabled',
  Filter: { Prefix: 'kda/' },
  AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 },
};
const theirs = (more: Partial<LifecycleRule>): LifecycleRule => ({
  ID: 'theirs',
  Status: 'Enabled',
  Filter: {},
  ...more,
});
const noncurrent = { NoncurrentVersionExpiration: { NoncurrentDays: 10 } };

test('both rules are for the keys of the state only, and are added once', () => {
  const first = withStateRules([], 'kda');

  expect(first.rules).toEqual([OLD, BROKEN]);
  expect(withStateRules(first.rules, 'kda')).toEqual({
    rules: [OLD, BROKEN],
    added: [],
    othersInPlace: [],
    dangers: [],
  });
});

test('another deployment in the same bucket has rules of its own', () => {
  const both = withStateRules(withStateRules([], 'kda').rules, 'orders');

  expect(both.added).toEqual(['old versions below orders/', 'broken uploads below orders/']);
  expect(both.rules).toHaveLength(4);
});

test('a rule of ours that somebody changed stays as it is', () => {
  const changed = { ...OLD, NoncurrentVersionExpiration: { NoncurrentDays: 30 } };

  expect(withStateRules([changed, BROKEN], 'kda')).toMatchObject({ rules: [changed, BROKEN], added: [] });
});

test.each<[string, LifecycleRule, readonly string[]]>([
  ['on the whole bucket', theirs(noncurrent), [BROKEN.ID ?? '']],
  ['on a shorter prefix', theirs({ ...noncurrent, Filter: { Prefix: 'k' } }), [BROKEN.ID ?? '']],
  ['on a part of the keys', theirs({ ...noncurrent, Filter: { Prefix: 'kda/test/' } }), [BROKEN.ID ?? '']],
  [
    'with a tag beside the prefix',
    theirs({ ...noncurrent, Filter: { And: { Prefix: 'kda/', Tags: [] } } }),
    [BROKEN.ID ?? ''],
  ],
  ['on other keys', theirs({ ...noncurrent, Filter: { Prefix: 'kda-2/' } }), [OLD.ID ?? '', BROKEN.ID ?? '']],
  ['that is switched off', theirs({ ...noncurrent, Status: 'Disabled' }), [OLD.ID ?? '', BROKEN.ID ?? '']],
])('beside a rule for old versions %s', (_, rule, added) => {
  expect(withStateRules([rule], 'kda').added).toEqual(added);
});

test.each<[string, Partial<LifecycleRule>, readonly string[]]>([
  ['after days', { Expiration: { Days: 30 } }, ['theirs']],
  ['on a day', { Expiration: { Date: new Date('2027-01-01') } }, ['theirs']],
  ['of other keys', { Expiration: { Days: 30 }, Filter: { Prefix: 'logs/' } }, []],
  ['of delete markers only', { Expiration: { ExpiredObjectDeleteMarker: true } }, []],
])('a rule that deletes objects %s', (_, rule, dangers) => {
  expect(withStateRules([theirs(rule)], 'kda').dangers).toEqual(dangers);
});
