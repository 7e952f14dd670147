import type { Problem } from './problems';
import type { Settings } from './settings';

/** Imports that would take over something else than what the rest of the settings describes. */
export function importProblems({ import: taken, region, application, notifications }: Settings): Problem[] {
  const arns = [
    { path: 'import.applicationArn', arn: taken.applicationArn, name: application.name, setting: 'application.name' },
    { path: 'import.topicArn', arn: taken.topicArn, name: notifications.topicName, setting: 'notifications.topicName' },
  ].flatMap(({ arn, ...rest }) => (arn === undefined ? [] : [{ ...rest, arn, ...partsOf(arn) }]));
  const accounts = new Set(arns.map(({ account }) => account));

  return [
    ...arns.flatMap(({ path, arn, itsRegion, itsName, name, setting }) => [
      itsRegion !== region && {
        path,
        is: `is ${JSON.stringify(arn)}, of the region ${itsRegion}`,
        expected: `an ARN of the region ${region}`,
        remedy: 'Nothing can be moved between regions: correct the ARN, or the setting region.',
      },
      itsName !== name && {
        path,
        is: `is ${JSON.stringify(arn)}, of ${itsName}`,
        expected: `the ARN of ${name}, which is ${setting}`,
        remedy: `Terraform would take it over and replace it by one of the other name: set ${setting} to ${JSON.stringify(itsName)}.`,
      },
    ]),
    accounts.size > 1 && {
      path: 'import.topicArn',
      is: `is ${JSON.stringify(taken.topicArn)}, of another account than import.applicationArn`,
      expected: 'both of one account',
      remedy: 'A deployment is of one account: correct the wrong one.',
    },
  ].filter((problem) => problem !== false);
}

/** Region, account and name in an ARN that the schema has let through. */
function partsOf(arn: string) {
  const [, , , itsRegion = '', account = '', ...rest] = arn.split(':');
  return { itsRegion, account, itsName: rest.join(':').replace(/^application\//, '') };
}
