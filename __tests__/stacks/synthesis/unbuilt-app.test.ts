import childProcess from 'node:child_process';
import { existsSync } from 'node:fs';
import { synthesizedResources } from '../../../cli/cost/synthesized-resources';
import { withUnbuiltApp } from '../../../stacks/synthesis/unbuilt-app';
import { settingsWith } from '../../settings-with';

test('a deployment without an application of its own is not charged with a JAR', () => {
  const settings = settingsWith({ application: undefined, snapshots: { applications: ['orders'] } });
  const objects = synthesizedResources(settings).filter(({ type }) => type === 'aws_s3_object');

  expect(objects.map(({ body }) => String(body.key).replace(/-[0-9a-f]{16}/, '')).sort()).toEqual([
    'history/snapshot-manager.zip',
    'manager/snapshot-manager.zip',
  ]);
});

test('its folder is gone afterwards, also when its use fails', () => {
  let folder = '';
  const use = () =>
    withUnbuiltApp(settingsWith(), (app) => {
      app.synth();
      folder = app.outdir;
      expect(existsSync(folder)).toBe(true);
      throw new Error('no more');
    });

  expect(use).toThrow('no more');
  expect(existsSync(folder)).toBe(false);
});

test('no synthesis starts a program, such as the Terraform of this machine', () => {
  const started = jest.spyOn(childProcess, 'execSync');
  try {
    withUnbuiltApp(settingsWith(), (app) => app.synth());
    expect(started.mock.calls).toEqual([]);
  } finally {
    started.mockRestore();
  }
});
