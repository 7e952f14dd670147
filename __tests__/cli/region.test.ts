import { applicationRegion, commandRegion, shellRegion } from '../../cli/region';

const SETTINGS = { region: 'eu-west-1', environment: 'production' };

function regionIn(environment: NodeJS.ProcessEnv): { region: string; said: string[] } {
  const said: string[] = [];
  return { region: commandRegion(SETTINGS, shellRegion(environment), (line) => said.push(line)), said };
}

test('a command looks in the region of the settings, and says so', () => {
  expect(regionIn({})).toEqual({ region: 'eu-west-1', said: ['Region: eu-west-1 (from config/production.json).'] });
  expect(regionIn({ AWS_REGION: '' }).region).toBe('eu-west-1');
});

test('the shell’s region goes before it: no warning where both are the same', () => {
  expect(regionIn({ AWS_REGION: 'eu-west-1', AWS_DEFAULT_REGION: 'us-east-1' })).toEqual({
    region: 'eu-west-1',
    said: ['Region: eu-west-1 (from AWS_REGION).'],
  });
});

test.each(['AWS_REGION', 'AWS_DEFAULT_REGION'])('%s of another region is warned of', (variable) => {
  expect(regionIn({ [variable]: 'us-east-1' })).toEqual({
    region: 'us-east-1',
    said: [
      `Region: us-east-1 (from ${variable}).`,
      `Warning: ${variable} is us-east-1, but config/production.json deploys to eu-west-1. This command does not see the deployment: unset ${variable}, or set it to eu-west-1.`,
    ],
  });
});

describe('a command that works on any application', () => {
  const unusable = () => {
    throw new Error('6 settings are wrong');
  };

  test('says its region, and warns of another one, like the others', () => {
    const said: string[] = [];
    const shell = shellRegion({ AWS_REGION: 'us-east-1' });

    expect(
      applicationRegion(
        () => SETTINGS,
        shell,
        (line) => said.push(line),
      ),
    ).toBe('us-east-1');
    expect(said).toEqual([
      'Region: us-east-1 (from AWS_REGION).',
      expect.stringContaining('Warning: AWS_REGION is us-east-1, but config/production.json deploys to eu-west-1.'),
    ]);
  });

  test('needs no settings where the shell names a region, and only there', () => {
    const said: string[] = [];
    const shell = shellRegion({ AWS_REGION: 'us-east-1' });

    expect(applicationRegion(unusable, shell, (line) => said.push(line))).toBe('us-east-1');
    expect(said).toEqual(['Region: us-east-1 (from AWS_REGION).']);
    expect(() => applicationRegion(unusable, shellRegion({}))).toThrow('6 settings are wrong');
  });
});
