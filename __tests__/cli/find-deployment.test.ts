import { deploymentOf } from '../../cli/deployment';
import { type DeploymentChoice, readChoice } from '../../cli/deployment-options';
import type { FoundParameter } from '../../cli/deployment-parameters';
import { findDeployment, type Surroundings } from '../../cli/find-deployment';
import { shellRegion } from '../../cli/region';
import { parameterText } from '../../config/model/deployment-parameter';
import { UsageError } from '../../tools/command';
import { isUndetermined } from '../../tools/undetermined-error';
import { settingsWith } from '../settings-with';

/** Parameter of a deployment as its stack leaves it. */
function parameterOf(name: string): FoundParameter {
  const text = parameterText(deploymentOf(settingsWith({ name, region: 'eu-west-1' })), '0.1.0');
  return { deployment: name, text, accountId: '111122223333' };
}

function denied(action: string): Error {
  const resource = 'arn:aws:ssm:eu-west-1:111122223333:parameter/kda-snapshots';
  const message = `User: arn:aws:iam::111122223333:user/ada is not authorized to perform: ${action} on resource: ${resource} because no identity-based policy allows the ${action} action`;
  return Object.assign(new Error(message), { name: 'AccessDeniedException' });
}

interface World {
  readonly isCheckout?: boolean;
  readonly region?: string;
  readonly parameters?: readonly FoundParameter[];
  readonly mayList?: boolean;
  /** False: STS does not answer. */
  readonly isKnown?: boolean;
}

async function find(choice: DeploymentChoice, world: World = {}) {
  const { isCheckout = false, region = 'eu-west-1', parameters = [], mayList = true, isKnown = false } = world;
  const said: string[] = [];
  const surroundings: Surroundings = {
    isCheckout,
    loadSettings: async (environment = 'default') => ({ ...settingsWith({ name: `of-${environment}` }), environment }),
    shell: shellRegion(region === '' ? {} : { AWS_REGION: region }),
    openParameters: async (opened) => {
      if (opened === undefined) throw new Error('Region is missing');
      return {
        region: opened,
        all: async () => {
          if (!mayList) throw denied('ssm:GetParametersByPath');
          return parameters;
        },
        of: async (deployment) => parameters.find((each) => each.deployment === deployment),
      };
    },
    identity: async () => (isKnown ? { accountId: '111122223333', name: 'ada' } : undefined),
    now: () => new Date('2026-11-28T02:02:00Z'),
    say: (line) => said.push(line),
  };
  return { deployment: await findDeployment(choice, surroundings), said };
}

describe('in a checkout', () => {
  test('it is that of the settings of the environment in use', async () => {
    const { deployment, said } = await find({}, { isCheckout: true });
    expect(deployment.managerFunction).toBe('of-default-manager');
    expect(said).toEqual([expect.stringMatching(/^default \(of-default\) · eu-west-1 · 28 Nov \d\d:02 \S+$/)]);
  });

  test('--env names another environment', async () => {
    const { deployment } = await find({ environment: 'production' }, { isCheckout: true });
    expect(deployment).toMatchObject({ environment: 'production', managerFunction: 'of-production-manager' });
  });

  test('--deployment finds one by its parameter', async () => {
    const { deployment } = await find({ deployment: 'shop' }, { isCheckout: true, parameters: [parameterOf('shop')] });
    expect(deployment).toMatchObject({ name: 'shop', accountId: '111122223333', productVersion: '0.1.0' });
  });

  test('the region of the shell is where to look, with a warning if the settings have another', async () => {
    const { deployment, said } = await find({}, { isCheckout: true, region: 'us-east-1' });
    expect(deployment.region).toBe('us-east-1');
    expect(said).toEqual([
      expect.stringContaining(' · us-east-1 · '),
      expect.stringContaining('Warning: AWS_REGION is us-east-1, but config/default.json deploys to eu-west-1.'),
    ]);
  });
});

describe('without a checkout', () => {
  test('the only one of account and region is found, and the first line says which', async () => {
    const { deployment, said } = await find({}, { parameters: [parameterOf('shop')] });
    expect(deployment).toEqual({
      ...deploymentOf(settingsWith({ name: 'shop', region: 'eu-west-1' })),
      accountId: '111122223333',
      productVersion: '0.1.0',
    });
    expect(said).toEqual([expect.stringMatching(/^test \(shop\) · eu-west-1 · 1111-2222-3333 · 28 Nov \d\d:02 \S+$/)]);
  });

  test('whose credentials these are is in the first line, where STS tells', async () => {
    const { said } = await find({}, { parameters: [parameterOf('shop')], isKnown: true });
    expect(said).toEqual([
      expect.stringMatching(/^test \(shop\) · eu-west-1 · 1111-2222-3333 as ada · 28 Nov \d\d:02 \S+$/),
    ]);
  });

  const TWO = [parameterOf('payments'), parameterOf('shop')];

  test('of several none is guessed: --deployment chooses', async () => {
    await expect(find({}, { parameters: TWO })).rejects.toThrow(
      'Region eu-west-1 has 2 deployments: payments, shop. Choose one with --deployment NAME.',
    );
    expect((await find({ deployment: 'payments' }, { parameters: TWO })).deployment.name).toBe('payments');
  });

  test('an unknown name gets the nearest ones, if they may be listed', async () => {
    await expect(find({ deployment: 'shob' }, { parameters: TWO })).rejects.toThrow(
      'Region eu-west-1 has no deployment shob. Most similar: shop, payments. Correct the name, or set AWS_REGION to its region.',
    );
    await expect(find({ deployment: 'shob' }, { parameters: TWO, mayList: false })).rejects.toThrow(
      'Region eu-west-1 has no deployment shob. Correct the name, or set AWS_REGION to its region.',
    );
  });

  test.each<[string, World, string]>([
    [
      'no deployment',
      {},
      'Region eu-west-1 has no deployment: there is no parameter below /kda-snapshots. Set AWS_REGION',
    ],
    ['no region', { region: '' }, 'No region is set, so no deployment can be looked for. Set AWS_REGION'],
    [
      'a newer version',
      { parameters: [{ deployment: 'shop', text: '{"layoutVersion": 3}', accountId: undefined }] },
      'was written by another version of KDA Snapshots in layout 3; this kda reads layout 2.',
    ],
    ['no right', { mayList: false }, 'not authorized to perform: ssm:GetParametersByPath'],
  ])('%s leaves it open', async (_, world, message) => {
    const error: unknown = await find({}, world).catch((caught: unknown) => caught);
    expect(error).toMatchObject({ message: expect.stringContaining(message) });
    expect(isUndetermined(error)).toBe(true);
  });

  test('--env says that it needs a checkout', async () => {
    await expect(find({ environment: 'production' })).rejects.toThrow(
      '--env production needs a checkout of the project, which has config/production.json. Without one use --deployment NAME, or neither if account and region have one deployment.',
    );
  });
});

test('--env and --deployment exclude each other', () => {
  expect(() => readChoice({ env: 'production', deployment: 'shop' })).toThrow(UsageError);
  expect(readChoice({ env: 'production' })).toEqual({ environment: 'production' });
});
