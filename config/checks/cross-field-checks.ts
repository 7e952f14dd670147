import { alarmsOf } from '../model/deployment-alarms';
import { LONGEST_ROLE_POLICY, managerPolicyLength } from '../model/manager-policy';
import { namesOf } from '../model/names';
import { longForm } from '../schema/application-settings';
import type { Settings } from '../schema/settings';
import { accountProblems } from './account-checks';
import { ageProblems } from './age-checks';
import { alarmProblems, timeoutProblem } from './alarm-checks';
import { alertProblems } from './alert-checks';
import { drillProblems } from './drill-checks';
import { environmentProblems } from './environment-checks';
import { importProblems } from './import-checks';
import { nameProblems } from './name-checks';
import { parameterProblems } from './parameter-checks';
import type { Problem } from './problems';
import { propertyProblems } from './property-checks';
import { providerProblems } from './provider-checks';
import { quotaProblems } from './quota-checks';
import { retentionProblems } from './retention-checks';
import { roleStatementProblems } from './role-statement-checks';
import { scheduleProblems } from './schedule-checks';
import { boundaryProblems, keyProblems } from './security-checks';
import { selectionProblems } from './selection-checks';
import { stateProblems } from './state-checks';
import { tagProblems } from './tag-checks';

/** Problems that no schema finds: settings that are wrong only in combination. */
export function crossFieldProblems(settings: Settings): Problem[] {
  const { snapshots, audit } = settings;
  const applications = snapshots.applications ?? [];
  const entries = applications.map(longForm);
  const names = entries.flatMap(({ name }) => (name === undefined ? [] : [name]));
  const twice = names.filter((name, index) => names.indexOf(name) !== index);
  const policyLength = managerPolicyLength(settings);
  const resourceNames = namesOf(settings);
  const deployedAlarms = alarmsOf(settings, resourceNames);

  return [
    !settings.application && !snapshots.applications && NOTHING_TO_DO,
    ...tagProblems(settings),
    ...accountProblems(settings),
    ...propertyProblems(settings),
    ...environmentProblems(settings, resourceNames),
    ...parameterProblems(settings),
    ...importProblems(settings),
    ...keyProblems(settings),
    ...boundaryProblems(settings),
    ...roleStatementProblems(settings),
    ...providerProblems(settings),
    ...scheduleProblems(settings, resourceNames.applicationEntries),
    ...ageProblems(settings, entries),
    timeoutProblem(settings, entries),
    ...alarmProblems(deployedAlarms, settings, resourceNames.applicationEntries),
    ...retentionProblems(settings, entries),
    ...quotaProblems(settings, resourceNames.applicationEntries, deployedAlarms),
    ...alertProblems(settings),
    ...selectionProblems(settings),
    ...drillProblems(settings, resourceNames.watchedApplications),
    ...nameProblems(settings, resourceNames),
    twice.length > 0 && {
      path: 'snapshots.applications',
      is: `names ${[...new Set(twice)].join(', ')} more than once`,
      expected: 'each application once',
      remedy: 'Remove the repetition.',
    },
    policyLength > LONGEST_ROLE_POLICY && {
      path: 'snapshots.applications',
      is: `makes the policy of the snapshot manager’s role ${policyLength} characters long`,
      expected: `at most ${LONGEST_ROLE_POLICY}, which IAM allows`,
      remedy: 'Select some by prefix, pattern or tag, or split the list over two environments.',
    },
    audit.holdsTableName === audit.tableName && {
      path: 'audit.holdsTableName',
      is: `is ${JSON.stringify(audit.holdsTableName)}`,
      expected: 'another table than audit.tableName',
      remedy: 'The two tables have different keys. Give each its own name.',
    },
    ...stateProblems(settings),
  ].filter((problem) => problem !== false);
}

const NOTHING_TO_DO: Problem = {
  path: 'snapshots.applications',
  is: 'is missing, and so is application',
  expected: 'one of the two',
  remedy: 'List the applications under snapshots.applications, or write "application": {} to deploy the demo.',
};
