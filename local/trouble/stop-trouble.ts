import type { Trouble } from './trouble';

/** A stop as a person does it in the console: the service takes its snapshot first. */
export const STOP_THE_APPLICATION: Trouble = {
  kind: 'application',
  id: 'stop',
  title: 'Stop the application',
  what: 'Somebody stops the application in the console and tells nobody. The service takes a snapshot of its own first; no audit row names the person. The manager is asked for a run at once.',
  mendTitle: 'Start it from the newest snapshot',
  expect: ({ scheduleMinutes }) => ({
    alarms: ['not-running', 'needs-a-person'],
    mails: `A mail of the manager that it stopped, within a minute; needs-a-person after two runs, which are ${scheduleMinutes} minutes apart.`,
    after: (2 * scheduleMinutes + 1) * 60,
  }),
  command: (application) => `kda start ${application} --latest`,
  hindrance: async ({ acts }, application) => {
    const { ApplicationStatus: status } = await acts.describe(application);
    return status === 'RUNNING' ? undefined : `${application} is ${status}, expected RUNNING: it can't be stopped.`;
  },
  // One that was never started is READY, too.
  isPresent: async ({ acts }, { name, memory }) =>
    memory !== undefined && (await acts.describe(name)).ApplicationStatus === 'READY',
  begin: async ({ acts, deployment, deploymentActs }, application) => {
    const since = new Date().toISOString();
    await acts.stop(application, { force: false });
    await deploymentActs.askForRun(deployment);
    return { since };
  },
  mend: async ({ acts, deployment, deploymentActs }, { name }) => {
    await acts.start(name, 'latest');
    await deploymentActs.askForRun(deployment);
  },
};
