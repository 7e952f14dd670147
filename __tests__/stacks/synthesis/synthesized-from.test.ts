import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { markPlanned, planState, removePlan } from '../../../cli/planned-stack';
import { ensureSynthesizedFrom, writeSynthesizedFrom } from '../../../stacks/synthesis/synthesized-from';
import { NotSynthesizedError, PLAN_FILE } from '../../../stacks/synthesis/synthesized-stacks';
import { settingsWith } from '../../settings-with';
import { temporaryFolder } from '../../temporary-folder';

const settings = settingsWith({});
const folder = temporaryFolder('synthesized-from');

test('stacks of these settings are fine, and say their environment', () => {
  writeSynthesizedFrom(folder.path, settings);
  expect(ensureSynthesizedFrom(settings, folder.path).environment).toBe(settings.environment);
});

test.each([
  ['of another environment', { ...settings, environment: 'elsewhere' }, 'belongs to the environment "elsewhere"'],
  ['of other settings', { ...settings, name: 'another' }, 'changed since'],
])('stacks %s are refused, with what to run', (_, other, message) => {
  writeSynthesizedFrom(folder.path, other);
  expect(() => ensureSynthesizedFrom(settings, folder.path)).toThrow(NotSynthesizedError);
  expect(() => ensureSynthesizedFrom(settings, folder.path)).toThrow(message);
  expect(() => ensureSynthesizedFrom(settings, folder.path)).toThrow(
    `Run "npx cdktf synth" with KDA_ENVIRONMENT=${settings.environment}`,
  );
});

test('stacks that do not say of which settings they are, are refused', () => {
  expect(() => ensureSynthesizedFrom(settings, folder.path)).toThrow('the settings of these stacks are unknown');
});

test('a plan is outdated as soon as its stack is synthesized to something else', () => {
  const stack = { id: 'artifacts', folder: folder.path };
  const synthesized = (text: string) => writeFileSync(join(folder.path, 'cdk.tf.json'), text);
  synthesized('{}');
  expect(planState(stack)).toBe('missing');
  writeFileSync(join(folder.path, PLAN_FILE), 'a plan');
  expect(planState(stack)).toBe('outdated');
  markPlanned(stack);
  expect(planState(stack)).toBe('planned');
  synthesized('{"resource":{}}');
  expect(planState(stack)).toBe('outdated');
  synthesized('{}');
  expect(planState(stack)).toBe('planned');
  removePlan(stack);
  expect(planState(stack)).toBe('missing');
});
