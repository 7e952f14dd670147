import { partitionOf } from '../../tools/partition';
import type { Settings } from '../schema/settings';
import type { Problem } from './problems';

/** Name of the reference system's rule, the same in every account. */
const REFERENCE_RULE = 'kda-snapshots';

/** Imports of resources other than those the settings describe. */
export function importProblems({ name, import: taken, region, application, notifications }: Settings): Problem[] {
  const arns = [
    {
      path: 'import.applicationArn',
      arn: taken.applicationArn,
      wanted: application?.name,
      setting: 'application.name',
    },
    {
      path: 'import.topicArn',
      arn: taken.topicArn,
      wanted: notifications.topicName,
      setting: 'notifications.topicName',
    },
  ].flatMap(({ arn, ...rest }) => (arn === undefined ? [] : [{ ...rest, arn, ...partsOf(arn) }]));
  const takesSomething = arns.length > 0 || taken.applicationLog || taken.auditTable;

  if (!application && (taken.applicationArn !== undefined || taken.applicationLog)) {
    return [
      {
        path: taken.applicationArn === undefined ? 'import.applicationLog' : 'import.applicationArn',
        is: 'is set, but there is no application',
        expected: 'an application to import it for',
        remedy:
          'Describe it under application. Without it the manager still takes care of the application: leave the import out.',
      },
    ];
  }
  return [
    takesSomething &&
      name === REFERENCE_RULE && {
        path: 'name',
        is: `is ${JSON.stringify(name)} beside import`,
        expected: 'another name than that of the reference system’s rule',
        remedy:
          'Both managers would run on one rule, and the old one deletes the snapshots of the new one. Choose a name such as "flink-snapshots". (To recover a deployment of this project whose state was lost, use terraform import.)',
      },
    ...arns.flatMap(({ path, arn, itsPartition, itsRegion, itsName, wanted, setting }) => [
      itsRegion !== region && {
        path,
        is: `is ${JSON.stringify(arn)}, of region ${itsRegion}`,
        expected: `an ARN of region ${region}`,
        remedy: 'Resources cannot be moved between regions. Correct the ARN, or the setting region.',
      },
      itsRegion === region &&
        itsPartition !== partitionOf(region) && {
          path,
          is: `is ${JSON.stringify(arn)}, of partition ${itsPartition}`,
          expected: `an ARN of partition ${partitionOf(region)}, where region ${region} is`,
          remedy: `An ARN of another partition finds nothing. Begin it with "arn:${partitionOf(region)}:".`,
        },
      itsName !== wanted && {
        path,
        is: `is ${JSON.stringify(arn)}, of ${itsName}`,
        expected: `the ARN of ${wanted}, which is ${setting}`,
        remedy: `Terraform would import it and replace it by one of the other name. Set ${setting} to ${JSON.stringify(itsName)}.`,
      },
    ]),
  ].filter((problem) => problem !== false);
}

/** Partition, region and name in an ARN that has passed the schema. */
function partsOf(arn: string) {
  const [, itsPartition = '', , itsRegion = '', , ...rest] = arn.split(':');
  return { itsPartition, itsRegion, itsName: rest.join(':').replace(/^application\//, '') };
}
