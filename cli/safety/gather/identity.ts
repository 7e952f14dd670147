import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import type { Clients } from './clients';

/** Person or role whose credentials are in use. */
export interface Identity {
  readonly account: string;
  /** AWS partition: `aws`, `aws-cn`, `aws-us-gov`. */
  readonly partition: string;
  /** Last part of its ARN. */
  readonly name: string;
}

/** Asks whose credentials these are; every identity may. */
export async function readIdentity({ identity }: Clients): Promise<Identity> {
  const { Account: account = '', Arn = '' } = await identity.send(new GetCallerIdentityCommand({}));
  const [, partition = 'aws'] = Arn.split(':');
  return { account, partition, name: Arn.slice(Arn.lastIndexOf('/') + 1) };
}
