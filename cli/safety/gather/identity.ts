import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { personOf } from '../../identity';
import type { Clients } from './clients';

/** Person or role whose credentials are in use. */
export interface Identity {
  readonly account: string;
  /** AWS partition: `aws`, `aws-cn`, `aws-us-gov`. */
  readonly partition: string;
  /** `ada`, or `ada (Admin)` in a role. */
  readonly name: string;
}

/** Asks whose credentials these are; every identity may. */
export async function readIdentity({ identity }: Clients): Promise<Identity> {
  const { Account: account = '', Arn = '' } = await identity.send(new GetCallerIdentityCommand({}));
  const [, partition = 'aws'] = Arn.split(':');
  return { account, partition, name: personOf(Arn) };
}
