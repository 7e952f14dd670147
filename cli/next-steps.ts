import { settingsWarnings } from '../config/checks/settings-warnings';
import { namesOf } from '../config/model/names';
import { ownSchedule } from '../config/model/schedules';
import { applicationLogGroup } from '../config/model/watched-applications';
import type { Settings } from '../config/schema/settings';
import { intervalText } from '../lambda-src/snapshot-manager/domain/schedule/written-schedule';
import { alarmsUrl, applicationUrl, dashboardUrl, functionUrl, logGroupUrl, tableUrl } from '../tools/console-urls';

/** Pages of the AWS console, each with its subject. */
export function consoleLinks(settings: Settings): readonly (readonly [what: string, url: string])[] {
  const { region, name, application } = settings;
  const names = namesOf(settings);
  return [
    ...(application === undefined
      ? []
      : ([
          ['application', applicationUrl(region, application.name)],
          ['application log', logGroupUrl(region, applicationLogGroup(application))],
        ] as const)),
    ['dashboard', dashboardUrl(region, names.dashboard)],
    ['alarms', alarmsUrl(region, `${name}/`)],
    ['audit', tableUrl(region, names.auditTable)],
    ['holds', tableUrl(region, names.holdsTable)],
    ['snapshot manager', functionUrl(region, names.managerFunction)],
    ['manager log', logGroupUrl(region, names.managerLogGroup)],
  ];
}

/** Steps after a deployment, in order. */
export function nextSteps(settings: Settings): readonly string[] {
  const { application, notifications, snapshots } = settings;
  const [named] = namesOf(settings).watchedApplications;
  const name = application?.name ?? named?.name ?? 'NAME';
  const { mailAddresses } = notifications;
  return [
    ...(mailAddresses.length > 0
      ? [
          `Confirm the mail "AWS Notification - Subscription Confirmation" that was sent to ${mailAddresses.join(', ')}: without it no alarm arrives.`,
        ]
      : []),
    ...(application === undefined
      ? []
      : [`Start the application, if it is stopped. The first time: npx kda start ${name} --none`]),
    `Take a first snapshot now: npx kda snapshot ${name} --reason "first one"`,
    snapshots.scheduleEnabled
      ? `Check the scheduled runs (${intervalText(ownSchedule(snapshots).expression)}): npx kda audit ${name} --last 5`
      : 'The schedule is off (snapshots.scheduleEnabled): snapshots are taken only on request.',
    `Check what the retention would delete: npx kda retention ${name}`,
  ];
}

/** Text with links and steps; no line is wrapped, so that a link can be opened. */
export function showNextSteps(settings: Settings): string {
  const links = consoleLinks(settings);
  const width = Math.max(...links.map(([what]) => what.length));
  return [
    `Deployment ${settings.name} of config/${settings.environment}.json in ${settings.region}:`,
    ...links.map(([what, url]) => `  ${what.padEnd(width)}  ${url}`),
    '',
    'Next:',
    ...nextSteps(settings).map((step, index) => `  ${index + 1}. ${step}`),
    ...settingsWarnings(settings).map((warning) => `\nWarning: ${warning}`),
  ].join('\n');
}
