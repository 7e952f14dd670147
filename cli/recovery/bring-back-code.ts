import {
  type ApplicationDetail,
  DescribeApplicationCommand,
  UpdateApplicationCommand,
} from '@aws-sdk/client-kinesis-analytics-v2';
import { type ApplicationPorts, isAnswerOfService, POLL_MS } from './actions';
import { codeLocation, updateTo } from './code-update';
import { describeVersion } from './code-version';
import type { StepEnd } from './perform';
import type { Recovery } from './recovery';

type CodePorts = Pick<ApplicationPorts, 'client' | 'clock' | 'beat' | 'copyBuild'>;

/**
 * Gives the stopped application the code and settings of the earlier version, unless it has them: a process that died
 * may have asked for it. RollbackApplication is not used: it takes the last snapshot, which may be of the bad code, and
 * refuses a stopped application.
 *
 * @throws Error when the application runs, the version is gone, or the service refuses the update.
 */
export async function bringBackCode({ plan }: Pick<Recovery, 'plan'>, ports: CodePorts): Promise<StepEnd> {
  const { application, code } = plan;
  if (!code) return { said: 'The code stays as it is.' };
  const wanted = await describeVersion(ports.client, application, code.version);
  if (!wanted)
    throw new Error(`${application} has no version ${code.version} any more. It is stopped. ${wayOut(application)}`);
  const now = await stopped(application, ports);
  const update = updateTo(wanted, now);
  if (update) {
    const location = codeLocation(wanted);
    if (code.build && location) await ports.copyBuild(location, code.build);
    await ports.client
      .send(
        new UpdateApplicationCommand({
          ApplicationName: application,
          CurrentApplicationVersionId: now.ApplicationVersionId,
          ...update,
        }),
      )
      .catch(async (error: Error) => {
        // The call may have had its effect although its answer was lost, and the SDK sent it again.
        if (isAnswerOfService(error) && !updateTo(wanted, await stopped(application, ports))) return;
        throw new Error(
          `The code and settings of version ${code.version} did not come back (${error.name}: ${error.message}). ${application} is stopped. ${wayOut(application)}`,
          { cause: error },
        );
      });
    const after = await stopped(application, ports);
    if (updateTo(wanted, after)) {
      throw new Error(
        `The service took the update, but ${application} still differs from version ${code.version}. It is stopped. ${wayOut(application)}`,
      );
    }
  }
  return { said: `${application} has the code and settings of version ${code.version} again.` };
}

function wayOut(application: string): string {
  return `To try again: kda restore --continue ${application}. To start it as it is: kda restore --give-up ${application}, then kda start ${application} --snapshot SNAPSHOT.`;
}

/** Description of the application once it is READY; an update of a stopped one passes through UPDATING. */
async function stopped(application: string, { client, clock, beat }: CodePorts): Promise<ApplicationDetail> {
  for (;;) {
    const { ApplicationDetail: detail } = await client.send(
      new DescribeApplicationCommand({ ApplicationName: application }),
    );
    if (detail?.ApplicationStatus === 'READY') return detail;
    if (detail?.ApplicationStatus === 'RUNNING' || detail?.ApplicationStatus === 'STARTING') {
      throw new Error(
        `${application} is ${detail.ApplicationStatus}, expected READY: somebody else started it. Agree with them; then kda restore --give-up ${application}, and begin again.`,
      );
    }
    await beat();
    await clock.sleep(POLL_MS);
  }
}
