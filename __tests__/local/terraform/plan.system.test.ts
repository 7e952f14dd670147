import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findEngines, quietTerraform } from '../../../tools/terraform';
import { planLocally } from './plan-locally';

jest.setTimeout(60_000);

let output: string;

beforeEach(() => {
  output = mkdtempSync(join(tmpdir(), 'plan-test-'));
});

afterEach(() => rmSync(output, { recursive: true, force: true }));

describe.each(findEngines())('a plan by $product $version', ({ binary }) => {
  function plan(stack: object) {
    mkdirSync(join(output, 'stacks/one'), { recursive: true });
    writeFileSync(join(output, 'stacks/one/cdk.tf.json'), JSON.stringify(stack));
    const environment = { ...quietTerraform(process.env), TERRAFORM_BINARY_NAME: binary };
    return planLocally({ project: output, output, stateFolder: output, environment, onLine: () => undefined }, 'one');
  }

  test('with nothing to do is empty, and says so', async () => {
    const { empty, lines } = await plan({});
    expect(empty).toBe(true);
    expect(lines).toContain('No changes. Your infrastructure matches the configuration.');
  });

  // terraform_data is built in: no provider has to be there.
  test.each([
    ['a resource to make', { resource: { terraform_data: { it: { input: 'new' } } } }, /Plan: 1 to add/],
    ['just an output that changes', { output: { it: { value: 'new' } } }, /Changes to Outputs:/],
  ])('with %s is not empty, and is told whole', async (_what, stack, told) => {
    const { empty, lines } = await plan(stack);
    expect(empty).toBe(false);
    expect(lines.join('\n')).toMatch(told);
  });

  test('that can’t be made is an error with what was said', async () => {
    await expect(plan({ resource: { terraform_data: { it: { no_such_argument: 1 } } } })).rejects.toThrow(
      'no_such_argument',
    );
  });
});
