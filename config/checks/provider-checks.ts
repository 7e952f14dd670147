import { FUNCTION_RUNTIMES } from '../../tools/function-runtimes';
import { compareVersions, readConstraint, type Version, versionText } from '../../tools/version-constraint';
import { FLINK_2_PROVIDERS } from '../schema/application-runtime';
import type { Settings } from '../schema/settings';
import type { Problem } from './problems';

const OLDEST: Version = [5, 100, 0];
const FIRST_UNKNOWN: Version = [7, 0, 0];

/** Runtimes that an admitted provider version does not know, and constraints outside of 5.100 to 6.x. */
export function providerProblems({
  provider,
  snapshots,
  application,
}: Pick<Settings, 'provider' | 'snapshots' | 'application'>): Problem[] {
  const constraint = readConstraint(provider.version);
  if (constraint === undefined) return []; // The schema reports it.
  const { lowest, below } = constraint;
  const outside = rangeProblem(provider.version, lowest, below);
  if (outside !== undefined) return [outside];

  const known = (path: string, runtime: string, first: Version | undefined): Problem[] =>
    first === undefined || compareVersions(lowest, first) >= 0
      ? []
      : [
          {
            path,
            is: `is ${JSON.stringify(runtime)}`,
            expected: `a runtime that provider ${versionText(lowest)} knows, the lowest that provider.version (${JSON.stringify(provider.version)}) admits: ${runtime} came with ${versionText(first)}`,
            remedy: `Set provider.version to ">= ${first[0]}.${first[1]}, < 7.0" (docs/engines.md lists what was tried), or choose an older runtime.`,
          },
        ];
  const functionRuntime = FUNCTION_RUNTIMES.find(({ name }) => name === snapshots.functionRuntime);
  return [
    ...known('snapshots.functionRuntime', snapshots.functionRuntime, functionRuntime?.firstProvider),
    ...(application ? known('application.runtime', application.runtime, FLINK_2_PROVIDERS[application.runtime]) : []),
  ];
}

function rangeProblem(version: string, lowest: Version, below: Version | undefined): Problem | undefined {
  const admitted = () => {
    if (below !== undefined && compareVersions(lowest, below) >= 0) return 'no version';
    if (compareVersions(lowest, OLDEST) < 0) return versionText(lowest);
    if (below === undefined || compareVersions(below, FIRST_UNKNOWN) > 0) {
      return compareVersions(lowest, FIRST_UNKNOWN) < 0 ? '7.0.0 and newer' : versionText(lowest);
    }
    return undefined;
  };
  const wrong = admitted();
  if (wrong === undefined) return undefined;
  return {
    path: 'provider.version',
    is: `is ${JSON.stringify(version)}, which admits ${wrong}`,
    expected: 'versions from 5.100.0 to 6.x, such as "5.100.0" or ">= 6.20, < 7.0"',
    remedy: 'The stacks support only these versions. Correct the constraint.',
  };
}
