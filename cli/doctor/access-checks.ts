import { type Check, type Part, problem, skipped, unknown, well } from './check';

/** Facts about the credentials, the place, and the clock. */
export interface AccessFacts {
  /** Source of the credentials' account and person. */
  readonly identity: Part<{ readonly account: string; readonly name: string }>;
  /** True: there are credentials, though they may be refused. */
  readonly credentials: Part<true>;
  readonly region: string | undefined;
  /** Deployment that the other checks are about, or why none is known. */
  readonly deployment: Part<{ readonly name: string; readonly region: string; readonly accountId: string | undefined }>;
  /** Seconds that this machine is behind AWS; negative: ahead; undefined: AWS did not answer. */
  readonly skewSeconds: number | undefined;
}

const MOST_SKEW_SECONDS = 300;

/** Judges credentials, identity, region, account, deployment and clock. */
export function accessChecks(facts: AccessFacts): Check[] {
  return [
    credentialsCheck(facts),
    identityCheck(facts),
    regionCheck(facts),
    clockCheck(facts),
    deploymentCheck(facts),
    accountCheck(facts),
  ];
}

const CREDENTIALS =
  'Set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY; with single sign-on, run "aws sso login".';

function credentialsCheck({ credentials }: AccessFacts): Check {
  if ('value' in credentials) return well('credentials', 'there are some');
  return problem('credentials', credentials.because, CREDENTIALS);
}

function identityCheck({ identity, credentials, region }: AccessFacts): Check {
  if ('value' in identity) return well('identity', `${identity.value.name} in account ${identity.value.account}`);
  if (!('value' in credentials)) return unknown('identity', 'there are no credentials');
  if (region === undefined) return unknown('identity', 'no region is set');
  return unknown('identity', identity.because, 'Renew the credentials, or check the network and AWS_ENDPOINT_URL.');
}

function regionCheck({ region, deployment }: AccessFacts): Check {
  if (region === undefined) {
    return problem('region', 'none is set', 'Set AWS_REGION to that of the deployment, such as eu-west-1.');
  }
  const known = 'value' in deployment ? deployment.value : undefined;
  if (known === undefined || known.region === region) return well('region', region);
  return problem(
    'region',
    `${region}, but deployment ${known.name} is in ${known.region}`,
    `Set AWS_REGION=${known.region}.`,
  );
}

function accountCheck({ identity, deployment }: AccessFacts): Check {
  if (!('value' in identity)) return unknown('account', 'the identity is not known');
  const { account } = identity.value;
  const expected = 'value' in deployment ? deployment.value.accountId : undefined;
  if (expected === undefined) return skipped('account', 'the deployment names none');
  if (expected === account) return well('account', `${account}, that of the deployment`);
  return problem('account', `${account}, but the deployment is in ${expected}`, 'Set AWS_PROFILE to that account.');
}

function deploymentCheck({ deployment, credentials, identity, region }: AccessFacts): Check {
  if ('value' in deployment) return well('deployment', deployment.value.name);
  if (!('value' in credentials)) return unknown('deployment', 'there are no credentials');
  if (region === undefined) return unknown('deployment', 'no region is set');
  // A name would not help where nothing answers.
  if (!('value' in identity)) return unknown('deployment', deployment.because);
  return unknown('deployment', deployment.because, 'Name it with --deployment NAME, or --env NAME in a checkout.');
}

function clockCheck({ skewSeconds }: AccessFacts): Check {
  if (skewSeconds === undefined) return unknown('clock', 'AWS did not answer');
  if (Math.abs(skewSeconds) <= MOST_SKEW_SECONDS) {
    return well('clock', Math.abs(skewSeconds) < 2 ? 'as that of AWS' : `${Math.abs(skewSeconds)} s from that of AWS`);
  }
  const minutes = Math.round(Math.abs(skewSeconds) / 60);
  return problem(
    'clock',
    `this machine is ${minutes} min ${skewSeconds > 0 ? 'behind' : 'ahead of'} AWS: signatures are refused, and ages are wrong`,
    'Set the clock: switch on its synchronisation (timedatectl set-ntp true).',
  );
}
