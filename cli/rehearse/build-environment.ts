import { devNull } from 'node:os';
import { environmentWith, type Java } from '../../tools/java/java';

/**
 * Environment of the build of a git ref: its build file is code of whoever pushed the ref. Without credentials it has
 * no AWS variable of this process, and the SDKs of AWS find none in the files of the home or from the machine. It is
 * no sandbox: a build may read what the person may read.
 */
export function buildEnvironment(java: Java, hasCredentials: boolean): NodeJS.ProcessEnv {
  const all = environmentWith(java);
  if (hasCredentials) return all;
  return {
    ...Object.fromEntries(Object.entries(all).filter(([name]) => !name.toUpperCase().startsWith('AWS_'))),
    ...{ AWS_CONFIG_FILE: devNull, AWS_SHARED_CREDENTIALS_FILE: devNull, AWS_CREDENTIAL_PROFILES_FILE: devNull },
    AWS_EC2_METADATA_DISABLED: 'true',
  };
}

/** Words of a build that is refused, or that looks for credentials. */
const REFUSED = /credential|access.?denied|unauthorized|forbidden|security token|\b40[13]\b/i;

/** Line for the failure of a build that may be for want of credentials; empty: it looks like another one. */
export function credentialsHint(lines: readonly string[], hasCredentials: boolean): string {
  return hasCredentials || !lines.some((line) => REFUSED.test(line))
    ? ''
    : '\nThe build had no AWS credentials. If it needs them, such as for a repository on AWS, add --build-credentials.';
}
