import { isDrillName, isOwnName, snapshotName } from '../../../lambda-src/snapshot-manager/domain/snapshot-name';

describe('the name of a snapshot', () => {
  test('is the prefix and the event’s time', () => {
    expect(snapshotName('orders-snapshots.', new Date('2026-11-23T10:20:05Z'))).toBe(
      'orders-snapshots.20261123T102005Z',
    );
  });

  test('has the request’s id behind it on demand', () => {
    const name = snapshotName('demo.', new Date('2026-11-23T10:20:05Z'), 'deploy-42');
    expect(name).toBe('demo.20261123T102005Z.deploy-42');
    expect(isOwnName(name, 'demo.')).toBe(true);
  });

  test.each([
    ['demo.20261123T102005Z', true],
    ['demo.20261123T102005Z.a.b_c-1', true],
    ['demo.20261123T102005Z.', false],
    ['demo.20261123T102005Zdeploy', false],
    [`demo.20261123T102005Z.${'x'.repeat(128)}`, true],
    [`demo.20261123T102005Z.${'x'.repeat(129)}`, false],
    ['demo.20240229T000000Z', true],
    ['demo.20260229T000000Z', false],
    ['demo.21000229T000000Z', false],
    ['demo.20261131T000000Z', false],
    ['demo.20261231T235959Z', true],
    ['demo.20261200T000000Z', false],
    ['demo.20261301T000000Z', false],
    ['demo.20261123T240000Z', false],
    ['demo.20261123T106000Z', false],
    ['demo.20261123T102060Z', false],
    ['demo.20261123T102005Z-2', false],
    ['xdemo.20261123T102005Z', false],
    ['demo.', false],
    ['STOP-orders-1764000000000', false],
  ])('%s is ours: %s', (name, expected) => {
    expect(isOwnName(name, 'demo.')).toBe(expected);
  });
});

test.each([
  ['demo.20261123T102005Z.before-drill', true],
  ['demo.20261123T102005Z.after-drill', true],
  ['demo.20261123T102005Z.after-way-back', true],
  ['demo.20261123T102005Z.releaseZ.before-drill', false],
  ['demo.20261123T102005Z.1.before-drill', false],
  ['demo.20261123T102005Z.Before-Drill', false],
  ['demo.20261123T102005Z', false],
  ['other.20261123T102005Z.before-drill', false],
])('%s is a drill’s: %s', (name, isOfDrill) => {
  expect(isDrillName(name, 'demo.')).toBe(isOfDrill);
});
