import type { ScanException } from '../../stacks/shared/scan-exceptions';
import type { CheckResult } from './checkov';

/** Result of a scan of one deployment's stacks. */
export interface Verdict {
  readonly passed: number;
  /** Failed on purpose. */
  readonly excepted: readonly ScanException[];
  /** Failed, and nobody says why. */
  readonly failed: readonly CheckResult[];
  /** The check is passed, or there is none of that id for such a resource: the exception is to go. */
  readonly needless: readonly ScanException[];
}

/** Sets the results against the exceptions: each failure needs one, and each exception a failure. */
export function verdictOf(results: readonly CheckResult[], exceptions: readonly ScanException[]): Verdict {
  const failures = results.filter(({ passed }) => !passed);
  const isAbout = (exception: ScanException, result: CheckResult) =>
    exception.stack === result.stack && exception.address === result.address && exception.check === result.check;
  return {
    passed: results.length - failures.length,
    excepted: exceptions.filter((exception) => failures.some((failure) => isAbout(exception, failure))),
    failed: failures.filter((failure) => !exceptions.some((exception) => isAbout(exception, failure))),
    needless: exceptions.filter((exception) => !failures.some((failure) => isAbout(exception, failure))),
  };
}

/** Nothing failed without a reason, and no reason is left over. */
export function isClean({ failed, needless }: Verdict): boolean {
  return failed.length === 0 && needless.length === 0;
}
