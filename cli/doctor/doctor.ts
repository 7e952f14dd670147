import { IAMClient } from '@aws-sdk/client-iam';
import { STSClient } from '@aws-sdk/client-sts';
import { version } from '../../package.json';
import type { Result } from '../../tools/command';
import { ANSWER_TIME, lookingIn } from '../answer-time';
import type { Deployment } from '../deployment';
import type { DeploymentChoice } from '../deployment-options';
import { findDeployment } from '../find-deployment';
import { type Caller, readCaller } from '../identity';
import { AwsClock, watchClock } from '../safety/gather/aws-clock';
import { clientsOf, closeClients } from '../safety/gather/clients';
import { readPart } from '../safety/gather/trouble';
import { accessChecks } from './access-checks';
import { applicationChecks } from './application-checks';
import { type Check, checksText, exitCodeOf, unknown } from './check';
import { deploymentChecks } from './deployment-checks';
import { drillChecks } from './drill-checks';
import { readApplications, selectedApplications } from './read-applications';
import { readDeployment } from './read-deployment';
import { readDrillRules } from './read-drill-rules';
import { neededRights, rightsChecks, type Simulation } from './rights';
import { simulateRights } from './simulate';

/** Checks everything that the other commands and the runs rest on. One check that can't be made never hides the others. */
export async function doctor(choice: DeploymentChoice): Promise<Result> {
  const found = await readPart(() => findDeployment(choice));
  const deployment = 'value' in found ? found.value : undefined;
  const region = await regionOf(deployment);
  const clock = new AwsClock();
  const sts = new STSClient(lookingIn(region));
  watchClock(sts, clock);
  const [credentials, identity, deployed] = await Promise.all([
    readPart(async () => {
      await sts.config.credentials();
      return true as const;
    }),
    readPart(() => readCaller(sts)),
    deployedRegion(choice),
  ]);
  const caller = 'value' in identity ? identity.value : undefined;
  const access = accessChecks({
    ...{ credentials, identity, region, skewSeconds: skewOf(clock, 'value' in identity) },
    deployment: deployment
      ? { value: { name: deployment.name, region: deployed ?? deployment.region, accountId: deployment.accountId } }
      : (found as { readonly because: string }),
  });
  const rest = deployment === undefined ? [] : await checksOf(deployment, caller, clock);
  return resultOf([...access, ...rest], deployment, region);
}

/** Difference of the clocks; unknown if AWS did not answer. An answer that refuses the signature has its time, too. */
function skewOf(clock: AwsClock, hasAnswered: boolean): number | undefined {
  const seconds = clock.skewSeconds();
  return hasAnswered || seconds !== 0 ? seconds : undefined;
}

/** Checks of a deployment that is known. */
async function checksOf(deployment: Deployment, caller: Caller | undefined, clock: AwsClock): Promise<Check[]> {
  const { region } = deployment;
  const clients = clientsOf(region, clock);
  const names = await selectedApplications(deployment, clients.flink);
  const selected = 'value' in names ? names.value : [];
  const [facts, drills, applications, look, act] = await Promise.all([
    readDeployment(deployment, known(caller), selected, clients, clock.now()),
    readDrillRules(deployment, clients),
    readApplications(selected, clients.flink),
    simulated('look', deployment, caller),
    simulated('act', deployment, caller),
  ]);
  closeClients(clients);
  const expected = { ...deployment, ownVersion: version, now: clock.now() };
  return [
    ...rightsChecks(look, act),
    ...deploymentChecks(facts, expected),
    ...drillChecks(drills, deployment.isScheduled),
    ...('value' in names ? [] : [unknown('applications', names.because)]),
    ...applications.flatMap(applicationChecks),
  ];
}

async function known(caller: Caller | undefined): Promise<Caller> {
  if (caller === undefined) throw new Error('Who asks is not known, so neither is the account.');
  return caller;
}

async function simulated(
  kind: 'look' | 'act',
  deployment: Deployment,
  caller: Caller | undefined,
): Promise<Simulation | undefined> {
  if (caller === undefined) return undefined;
  const { region } = deployment;
  const { partition, account, arn } = caller;
  const place = { partition, region, account };
  const needed = neededRights(deployment, place).filter((rights) => rights.kind === kind);
  return simulateRights(new IAMClient(lookingIn(region)), arn, needed);
}

/** Region of the deployment, which is the shell's if that sets one; else that of the SDK, which also reads profiles. */
async function regionOf(deployment: Deployment | undefined): Promise<string | undefined> {
  if (deployment) return deployment.region;
  const read = await readPart(() => new STSClient(ANSWER_TIME).config.region());
  return 'value' in read ? read.value : undefined;
}

/** Region that the settings of a checkout deploy to: the shell's may be another one. */
async function deployedRegion(choice: DeploymentChoice): Promise<string | undefined> {
  const { isCheckout } = await import('../checkout');
  if (choice.deployment !== undefined || !isCheckout()) return undefined;
  const { loadSettings } = await import('../../config/load-settings');
  const read = await readPart(async () => loadSettings(choice.environment).region);
  return 'value' in read ? read.value : undefined;
}

function resultOf(checks: readonly Check[], deployment: Deployment | undefined, region: string | undefined): Result {
  return {
    document: {
      deployment: deployment?.name ?? null,
      region: region ?? null,
      at: new Date(),
      checks: checks.map(({ remedy, ...check }) => ({ ...check, remedy: remedy ?? null })),
    },
    text: checksText(checks),
    exitCode: exitCodeOf(checks),
  };
}
