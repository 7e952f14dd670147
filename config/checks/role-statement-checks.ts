import { partitionOf } from '../../tools/partition';
import { isWild } from '../model/iam-policy';
import { LONGEST_ROLE_POLICY } from '../model/manager-policy';
import type { ApplicationSettings, Settings } from '../schema/settings';
import type { Problem } from './problems';

type RoleStatement = ApplicationSettings['roleStatements'][number];

/** Services whose rights control snapshots or rights themselves. */
const GUARDED = ['kinesisanalytics', 'iam'];

/** Characters taken by the role's other policies: code, keys, log and network interfaces. */
const OTHER_POLICIES = 3_000;

/** Statements of the application's role that IAM would refuse or that grant too much. */
export function roleStatementProblems({ application, region }: Pick<Settings, 'application' | 'region'>): Problem[] {
  const statements = application?.roleStatements ?? [];
  const length = JSON.stringify(statements).length;
  const sids = statements.map(({ sid }) => sid);
  const problems = statements.flatMap((statement, index) => [
    ...partitionProblems(statement, index, region),
    ...statementProblems(statement, index, sids),
  ]);
  if (length > LONGEST_ROLE_POLICY - OTHER_POLICIES) {
    problems.push({
      path: 'application.roleStatements',
      is: `has ${length} characters as JSON`,
      expected: `at most ${LONGEST_ROLE_POLICY - OTHER_POLICIES}, beside the rights of every application`,
      remedy: 'IAM does not allow longer role policies. Name fewer resources.',
    });
  }
  return problems;
}

/** ARNs of another partition than the deployment's, which IAM refuses in a policy. */
function partitionProblems({ resources }: RoleStatement, index: number, region: string): Problem[] {
  const partition = partitionOf(region);
  return resources.flatMap((resource, place) => {
    const [, itsPartition = partition] = resource.split(':');
    if (itsPartition === partition) return [];
    return [
      {
        path: `application.roleStatements[${index}].resources[${place}]`,
        is: `is ${JSON.stringify(resource)}`,
        expected: `an ARN of partition ${partition}, where region ${region} is`,
        remedy: `IAM would refuse the role’s policy. Begin it with "arn:${partition}:".`,
      },
    ];
  });
}

function statementProblems(
  { sid, actions, resources, why }: RoleStatement,
  index: number,
  sids: readonly string[],
): Problem[] {
  const path = `application.roleStatements[${index}]`;
  const problems: Problem[] = [];
  if (sids.indexOf(sid) !== index) {
    problems.push({
      path: `${path}.sid`,
      is: `is ${JSON.stringify(sid)}, which another statement uses`,
      expected: 'a unique name',
      remedy: 'IAM refuses a policy with two statements of the same name.',
    });
  }
  const wild = resources.find((resource) => isWild(resource));
  const guarded = actions.find((action) => GUARDED.includes(action.split(':')[0] ?? ''));
  const wideAction = actions.find((action) => isGuardedAndWild(action));
  if (wideAction !== undefined || (guarded !== undefined && wild !== undefined)) {
    problems.push({
      path,
      is: `allows ${JSON.stringify(wideAction ?? guarded)} on ${JSON.stringify(wild ?? resources[0])}`,
      expected: 'full names of actions and resources for kinesisanalytics and iam',
      remedy: 'A wildcard here could allow deleting snapshots or granting rights. Name each action and each resource.',
    });
  }
  if (wild !== undefined && why === undefined) {
    problems.push({
      path: `${path}.why`,
      is: `is missing beside the resource ${JSON.stringify(wild)}`,
      expected: 'the reason for the wildcard',
      remedy: 'Add the reason, such as "the objects of one bucket", or name the resource.',
    });
  }
  return problems;
}

function isGuardedAndWild(action: string): boolean {
  const [service = '', name = ''] = action.split(':');
  return GUARDED.includes(service) && isWild(name);
}
