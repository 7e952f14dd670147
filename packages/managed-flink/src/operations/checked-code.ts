import type { ControlPlane } from '../control-plane';
import { messageOf, ServiceError } from '../errors';
import type { Configuration } from '../model/configuration';

/**
 * The code with size and checksum as found in S3.
 * Error: InvalidArgumentException when it is not there (in words that do not make the Terraform provider try again).
 */
export async function checkedCode(plane: ControlPlane, code: Configuration['code']): Promise<Configuration['code']> {
  if (!code) return undefined;
  try {
    return { ...code, ...(await plane.engine.describeCode(code.location)) };
  } catch (error) {
    throw new ServiceError('InvalidArgumentException', `The application's code cannot be read: ${messageOf(error)}`);
  }
}
