import { basename } from 'node:path';
import { DEMO_JAR } from '../../config/schema/demo-settings';
import { createdMs } from './application-acts';
import type { Memory } from './kept-troubles';
import type { Scene, Trouble } from './trouble';

/** Names of the demo's JAR in S3: its own, with or without the hash of its content. */
const DEMO_CODE = new RegExp(`(^|/)${basename(DEMO_JAR, '.jar')}(-[0-9a-f]+)?\\.jar$`);

const BROKEN_CHECKPOINTS = { checkpointFault: 'decline' } as const;
const CRASH = { failJob: 'true' } as const;
const CORRUPTION = { corruptState: 'true' } as const;

/** Long enough for a corrupting job to count some users: by default one every 1.5 s. */
const CORRUPTS_MS = 5_000;

export const BREAK_CHECKPOINTS: Trouble = {
  kind: 'application',
  id: 'checkpoints',
  title: 'Break checkpoints',
  what: 'The job declines each checkpoint from now on, so no snapshot can be taken either (property checkpointFault=decline). It goes on processing: only its safety is gone. The manager is asked for a run at once.',
  mendTitle: 'Take the property back, start from the newest snapshot, and empty the queue of failed runs',
  expect: ({ scheduleMinutes, objectiveMinutes }) => ({
    alarms: ['failed-checkpoints', 'snapshots-failed', 'snapshot-age', 'needs-a-person'],
    mails: `A mail of the manager about the failed snapshot within a minute; one about failed-checkpoints; and needs-a-person when the newest snapshot is older than the objective of ${objectiveMinutes} minutes in two runs, which are ${scheduleMinutes} minutes apart.`,
    after: 75,
  }),
  command: (application) => `kda why ${application}`,
  hindrance: hindranceOf('checkpointFault'),
  isPresent: ({ acts }, { name }) => has(acts.properties(name), BROKEN_CHECKPOINTS),
  begin: async (scene, application) => {
    const memory = await changed(scene, application, BROKEN_CHECKPOINTS);
    await scene.deploymentActs.askForRun(scene.deployment);
    return memory;
  },
  mend: async (scene, { name, memory }) => mendByForce(scene, name, BROKEN_CHECKPOINTS, memory),
};

export const CRASH_THE_JOB: Trouble = {
  kind: 'application',
  id: 'crash',
  title: 'Crash the job',
  what: 'The job throws at every fifth user, and Flink restarts it, again and again (property failJob=true). The service goes on calling it RUNNING.',
  mendTitle: 'Take the property back, start from the newest snapshot, and empty the queue of failed runs',
  expect: () => ({
    alarms: ['restarts', 'downtime', 'needs-a-person'],
    mails:
      'A mail about restarts, then one about downtime (needs-a-person) when it has been down in three minutes one after the other.',
    after: 60,
  }),
  command: (application) => `kda logs ${application} --query errors`,
  hindrance: hindranceOf('failJob'),
  isPresent: ({ acts }, { name }) => has(acts.properties(name), CRASH),
  begin: (scene, application) => changed(scene, application, CRASH),
  mend: async (scene, { name, memory }) => mendByForce(scene, name, CRASH, memory),
};

export const CORRUPT_THE_STATE: Trouble = {
  kind: 'application',
  id: 'corrupt',
  title: 'Corrupt the state',
  what: 'A bad release runs for some seconds and is taken back: each user counted by it added a million (property corruptState=true). Snapshots succeed and no alarm fires; the numbers in the log are wrong, and stay wrong.',
  mendTitle: 'Go back to a time before it',
  isMendedByCommand: true,
  expect: () => ({
    alarms: [],
    mails: 'None: no alarm can know that a number is wrong. The saved query "users" of kda logs shows the jump.',
    after: 0,
  }),
  command: (application, memory) =>
    `kda restore ${application} --before ${memory?.since ?? 'TIME'} --why "its state is wrong since then"`,
  hindrance: hindranceOf('corruptState'),
  isPresent: isCorrupt,
  begin: async (scene, application) => {
    const { acts } = scene;
    const begun = await changed(scene, application, CORRUPTION);
    // The snapshot of the update is the last good state; the job that corrupts it starts a second later at the earliest.
    const ofUpdate = (await acts.snapshots(application)).findLast((each) => createdMs(each) >= Date.parse(begun.since));
    await acts.pause(CORRUPTS_MS);
    await takeBack(scene, application);
    const good = new Date(Math.ceil((ofUpdate ? createdMs(ofUpdate) : Date.parse(begun.since)) / 1000) * 1000);
    return { since: good.toISOString().replace('.000', '') };
  },
  mend: (scene, { name }) => takeBack(scene, name),
};

/** Takes the bad release back; the state stays as it made it. */
async function takeBack({ acts }: Scene, application: string): Promise<void> {
  if (!(await has(acts.properties(application), CORRUPTION))) return;
  await acts.changeProperties(application, (properties) => without(properties, CORRUPTION));
}

/** Until it was started from a snapshot older than the corruption, or with empty state. */
async function isCorrupt({ acts }: Scene, { name, memory }: { name: string; memory: Memory | undefined }) {
  if (memory === undefined) return has(acts.properties(name), CORRUPTION);
  const { ApplicationConfigurationDescription: configuration } = await acts.describe(name);
  const { ApplicationRestoreType: type, SnapshotName: restored } =
    configuration?.RunConfigurationDescription?.ApplicationRestoreConfigurationDescription ?? {};
  if (type === 'SKIP_RESTORE_FROM_SNAPSHOT') return false;
  if (type !== 'RESTORE_FROM_CUSTOM_SNAPSHOT') return true;
  const snapshot = (await acts.snapshots(name)).find(({ SnapshotName }) => SnapshotName === restored);
  return snapshot === undefined || createdMs(snapshot) > Date.parse(memory.since);
}

/** Sets properties of the running job; a snapshot is taken for it. */
async function changed({ acts }: Scene, application: string, wanted: Properties): Promise<Memory> {
  const since = new Date().toISOString();
  const properties = await acts.properties(application);
  const before = Object.fromEntries(Object.keys(wanted).map((name) => [name, properties[name] ?? null]));
  await acts.changeProperties(application, (present) => ({ ...present, ...wanted }));
  return { since, before };
}

/** Puts the properties back as they were. The job can't take the snapshot of an update, so it is stopped by force. */
async function mendByForce(
  { acts, aftermath, deployment, deploymentActs }: Scene,
  application: string,
  set: Properties,
  memory: Memory | undefined,
): Promise<void> {
  if (await has(acts.properties(application), set)) {
    const isStopped = (await acts.describe(application)).ApplicationStatus === 'READY';
    const back = (present: Properties) => ({ ...without(present, set), ...earlier(memory) });
    if (isStopped) await acts.changeProperties(application, back);
    else await acts.restart(application, back);
  }
  await aftermath.begin(deployment);
  await deploymentActs.askForRun(deployment);
}

type Properties = Readonly<Record<string, string>>;

async function has(properties: Promise<Properties>, wanted: Properties): Promise<boolean> {
  const present = await properties;
  return Object.entries(wanted).every(([name, value]) => present[name] === value);
}

function without(properties: Properties, names: Properties): Properties {
  return Object.fromEntries(Object.entries(properties).filter(([name]) => !(name in names)));
}

function earlier(memory: Memory | undefined): Properties {
  const before = Object.entries(memory?.before ?? {});
  return Object.fromEntries(before.flatMap(([name, value]) => (value === null ? [] : [[name, value]])));
}

/** Why the job of an application can't be made to misbehave by this property. */
function hindranceOf(property: string): Trouble['hindrance'] {
  return async ({ acts, engine }, application) => {
    if (engine === 'simulated') {
      return `The engine of this local cloud is simulated: there is no job that reads the property ${property}. Start it with --engine flink.`;
    }
    const { ApplicationStatus, ApplicationConfigurationDescription: configuration } = await acts.describe(application);
    const { BucketARN = '', FileKey = '' } =
      configuration?.ApplicationCodeConfigurationDescription?.CodeContentDescription
        ?.S3ApplicationCodeLocationDescription ?? {};
    if (!DEMO_CODE.test(FileKey)) {
      const code = `s3://${BucketARN.split(':::')[1]}/${FileKey}`;
      return `The code of ${application} is ${code}, expected the demo's ${basename(DEMO_JAR)}: only its job reads the property ${property}.`;
    }
    if (configuration?.ApplicationSnapshotConfigurationDescription?.SnapshotsEnabled !== true) {
      return `Snapshots of ${application} are switched off, so its state would be lost. Switch them on: application.snapshotsEnabled.`;
    }
    if (ApplicationStatus === 'RUNNING') return undefined;
    return `${application} is ${ApplicationStatus}, expected RUNNING. Start it: kda start ${application} --latest, or --none where it has no snapshot.`;
  };
}
