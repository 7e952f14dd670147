import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { NotSynthesizedError, synthesizedStacks } from '../../../stacks/synthesis/synthesized-stacks';
import { temporaryFolder } from '../../temporary-folder';
import { synthesize } from '../synthesis';

test('the stacks that cdktf wrote come after those they need', () => {
  const synthesis = synthesize();
  try {
    const stacks = synthesizedStacks(join(synthesis.folder, 'cdktf.out'));
    expect(stacks.map(({ id }) => id)).toEqual(['artifacts', 'application', 'snapshots', 'upkeep']);
    expect(stacks.every(({ folder }) => existsSync(join(folder, 'cdk.tf.json')))).toBe(true);
  } finally {
    synthesis.dispose();
  }
});

describe('in a folder', () => {
  const folder = temporaryFolder('synthesized-stacks');

  test('without a manifest it says what to run', () => {
    expect(() => synthesizedStacks(folder.path)).toThrow(NotSynthesizedError);
    expect(() => synthesizedStacks(folder.path)).toThrow('Run "npx cdktf synth" first.');
  });

  test('stacks that need each other have no order', () => {
    const stacks = {
      a: { workingDirectory: 'a', dependencies: ['b'] },
      b: { workingDirectory: 'b', dependencies: ['a'] },
    };
    writeFileSync(join(folder.path, 'manifest.json'), JSON.stringify({ stacks }));
    expect(() => synthesizedStacks(folder.path)).toThrow(
      'The manifest’s dependencies are circular: a needs b needs a.'.replace('’', "'"),
    );
  });
});
