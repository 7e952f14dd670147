import { DisableRuleCommand, EnableRuleCommand, EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { parseFault } from '../../packages/managed-flink/src/faults';
import type { ManagedFlinkServer } from '../../packages/managed-flink/src/server';
import type { DirectDeployment } from './direct-deployment';
import type { Episode } from './episodes';
import type { TroubledApplication } from './troubled-application';

/** Puts the faults of an episode in place, and takes them away. */
export class EpisodeStage {
  private readonly events: EventBridgeClient;
  private readonly rule: { readonly Name: string };

  constructor(
    { clientConfiguration, names }: DirectDeployment,
    private readonly server: Pick<ManagedFlinkServer, 'setFaults'>,
    private readonly application: TroubledApplication,
  ) {
    this.events = new EventBridgeClient(clientConfiguration);
    this.rule = { Name: names.scheduleRule };
  }

  async begin({ apiFaults, jobFaults, isStopped }: Episode): Promise<void> {
    if (apiFaults) this.server.setFaults(apiFaults.map(parseFault));
    if (jobFaults) await this.restartWith(jobFaults, { force: false });
    if (isStopped) await this.application.stop({ force: false });
  }

  /** A job with faults cannot make the snapshot of an ordinary stop. */
  async finish({ apiFaults, jobFaults, isStopped }: Episode): Promise<void> {
    if (apiFaults) this.server.setFaults([]);
    if (jobFaults) await this.restartWith({}, { force: true });
    if (isStopped) await this.application.start({ from: 'latest' });
  }

  /** Runs that are under way, and their retries, go on. */
  async pauseSchedule(): Promise<void> {
    await this.events.send(new DisableRuleCommand(this.rule));
  }

  /** The schedule is paused meanwhile, or most runs would only meet a stopped application. */
  private async restartWith(jobFaults: Readonly<Record<string, string>>, how: { readonly force: boolean }) {
    await this.pauseSchedule();
    if (jobFaults.failJob) await this.application.waitForRoom();
    await this.application.stop(how);
    await this.application.setFaults(jobFaults);
    await this.application.start({ from: 'latest' });
    await this.events.send(new EnableRuleCommand(this.rule));
  }
}
