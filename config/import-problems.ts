import { partitionOf } from '../stacks/partition';
import type { Problem } from './problems';
import type { Settings } from './settings';

/** The reference system's rule is called so in every account. */
const REFERENCE_RULE = 'kda-snapshots';

/** Imports that would take over something else than what the rest of the settings describes. */
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
        expected: 'an application to take it over for',
        remedy: 'Describe it under application; or leave the import out: the manager looks after it all the same.',
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
          'On one rule both managers would run, and the old one deletes what the new one takes: choose a name such as "flink-snapshots". (To take back a deployment of this project whose state was lost, use terraform import.)',
      },
    ...arns.flatMap(({ path, arn, itsPartition, itsRegion, itsName, wanted, setting }) => [
      itsRegion !== region && {
        path,
        is: `is ${JSON.stringify(arn)}, of the region ${itsRegion}`,
        expected: `an ARN of the region ${region}`,
        remedy: 'Nothing can be moved between regions: correct the ARN, or the setting region.',
      },
      itsRegion === region &&
        itsPartition !== partitionOf(region) && {
          path,
          is: `is ${JSON.stringify(arn)}, of the partition ${itsPartition}`,
          expected: `an ARN of the partition ${partitionOf(region)}, where the region ${region} is`,
          remedy: `Nothing is found by another one: begin it with "arn:${partitionOf(region)}:".`,
        },
      itsName !== wanted && {
        path,
        is: `is ${JSON.stringify(arn)}, of ${itsName}`,
        expected: `the ARN of ${wanted}, which is ${setting}`,
        remedy: `Terraform would take it over and replace it by one of the other name: set ${setting} to ${JSON.stringify(itsName)}.`,
      },
    ]),
  ].filter((problem) => problem !== false);
}

/** Partition, region and name in an ARN that the schema has let through. */
function partsOf(arn: string) {
  const [, itsPartition = '', , itsRegion = '', , ...rest] = arn.split(':');
  return { itsPartition, itsRegion, itsName: rest.join(':').replace(/^application\//, '') };
}
