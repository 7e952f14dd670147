import { describeAwsTrouble, describeDenial } from './aws-trouble';

/**
 * Error for a question that could not be answered: no access, or what should answer does not exist. A command that only
 * reads then ends with exit code 3, not with that of a bad answer.
 */
export class UndeterminedError extends Error {
  override readonly name: string = 'UndeterminedError';
}

/** True if the error leaves the answer open: an UndeterminedError, or trouble with credentials, rights or the network. */
export function isUndetermined(error: unknown): boolean {
  return error instanceof UndeterminedError || (describeAwsTrouble(error) ?? describeDenial(error)) !== undefined;
}
