import { DescribeApplicationCommand, type KinesisAnalyticsV2Client } from '@aws-sdk/client-kinesis-analytics-v2';
import { type FlinkView, JobNotSeenError } from '../../lambda-src/snapshot-manager/aws/flink-view';
import type { JobMetrics } from '../../lambda-src/snapshot-manager/domain/recovery/metrics-evidence';
import type { JobView } from '../../lambda-src/snapshot-manager/domain/recovery/proof';
import { namingWhatIsMissing } from '../missing-name';
import { MetricsNotSeenError, type MetricsView } from '../recovery/job-metrics';
import { duration } from '../times';
import { type DeploymentEvidence, type DeploymentVerdict, failuresSoFar, judgeDeployment } from './verdict';

export interface VerifyRequest {
  readonly application: string;
  readonly windowMs: number;
  readonly allowIdle: boolean;
}

export interface VerifyPorts {
  readonly client: KinesisAnalyticsV2Client;
  readonly view: Pick<FlinkView, 'look'>;
  readonly metrics: MetricsView;
  readonly clock: { readonly now: () => Date; readonly sleep: (ms: number) => Promise<void> };
  readonly say: (line: string) => void;
}

/** Result for one application. */
export interface VerifiedApplication extends DeploymentVerdict {
  readonly application: string;
  readonly status: string;
  readonly watchedSeconds: number;
  /** Command that comes next; null: none is needed. */
  readonly next: string | null;
}

const LOOK_EVERY_MS = 5000;
/** Time that a status that passes may take: an update of large state takes minutes. */
const PASSING_MS = 15 * 60_000;

/** Watches an application after a deployment, and judges whether it works. */
export async function verifyApplication(request: VerifyRequest, ports: VerifyPorts): Promise<VerifiedApplication> {
  const { application, windowMs, allowIdle } = request;
  const { clock } = ports;
  let seen = await namingWhatIsMissing(ports.client, { application }, () => settled(application, ports));
  const { status } = seen;
  const begunAt = clock.now();
  const watch = new JobWatch(begunAt, ports);
  let evidence: DeploymentEvidence = { status, views: [] };
  while (status === 'RUNNING' && clock.now().getTime() < begunAt.getTime() + windowMs) {
    await watch.look();
    seen = await describe(application, ports);
    evidence = { status: seen.status, ...watch.evidence() };
    if (failuresSoFar(evidence).length > 0) break;
    await clock.sleep(LOOK_EVERY_MS);
  }
  const watchedSeconds = Math.round((clock.now().getTime() - begunAt.getTime()) / 1000);
  const verdict = judgeDeployment(evidence, {
    ...{ windowSeconds: watchedSeconds, allowIdle },
    checkpointIntervalSeconds: seen.checkpointIntervalSeconds,
  });
  const next = verdict.verdict === 'not-working' ? `kda rollback ${application}` : null;
  return { application, status: evidence.status, watchedSeconds, ...verdict, next };
}

/** Application once its status is none that passes. */
async function settled(application: string, ports: VerifyPorts): Promise<ApplicationSeen> {
  const until = ports.clock.now().getTime() + PASSING_MS;
  let said: string | undefined;
  for (;;) {
    const seen = await describe(application, ports);
    const { status } = seen;
    if (status === 'RUNNING' || status === 'READY' || ports.clock.now().getTime() >= until) return seen;
    if (status !== said) ports.say(`${application} is ${status}; waiting until it is RUNNING …`);
    said = status;
    await ports.clock.sleep(LOOK_EVERY_MS);
  }
}

interface ApplicationSeen {
  readonly status: string;
  /** Seconds between two checkpoints; undefined where they are off. */
  readonly checkpointIntervalSeconds: number | undefined;
}

async function describe(application: string, { client }: VerifyPorts): Promise<ApplicationSeen> {
  const { ApplicationDetail } = await client.send(new DescribeApplicationCommand({ ApplicationName: application }));
  const { FlinkApplicationConfigurationDescription: flink } =
    ApplicationDetail?.ApplicationConfigurationDescription ?? {};
  const { CheckpointingEnabled, CheckpointInterval } = flink?.CheckpointConfigurationDescription ?? {};
  const hasNone = CheckpointingEnabled === false || CheckpointInterval === undefined;
  return {
    status: ApplicationDetail?.ApplicationStatus ?? 'unknown',
    checkpointIntervalSeconds: hasNone ? undefined : CheckpointInterval / 1000,
  };
}

/** Looks at the job, and at its metrics where it can't be seen. */
class JobWatch {
  private readonly views: JobView[] = [];
  private notSeen: string | undefined;
  private metrics: JobMetrics | undefined;
  private metricsNotSeen: string | undefined;

  constructor(
    private readonly since: Date,
    private readonly ports: VerifyPorts,
  ) {}

  async look(): Promise<void> {
    try {
      this.views.push(await this.ports.view.look());
      this.notSeen = undefined;
      return;
    } catch (error) {
      if (!(error instanceof JobNotSeenError)) throw error;
      this.notSeen = error.message;
    }
    try {
      this.metrics = await this.ports.metrics.look(this.since);
    } catch (error) {
      if (!(error instanceof MetricsNotSeenError)) throw error;
      this.metricsNotSeen = error.message;
    }
  }

  evidence(): Omit<DeploymentEvidence, 'status'> {
    const { views, notSeen, metrics, metricsNotSeen } = this;
    // A job that can't be seen any more is not judged by how it was before.
    return { views: notSeen === undefined ? [...views] : [], notSeen, metrics, metricsNotSeen };
  }
}

/** Text about the verdict, with what to do. */
export function verifiedText({
  application,
  status,
  verdict,
  because,
  unseen,
  watchedSeconds,
  next,
}: VerifiedApplication) {
  const watched = duration(watchedSeconds);
  const notes = unseen.length > 0 ? ` ${unseen.join(' ')}` : '';
  switch (verdict) {
    case 'working':
      return `${application} is ${status} and works, watched for ${watched}: ${because.join('; ')}.${notes}`;
    case 'not-working':
      return `${application} does not work: ${because.join(' ')}${notes}${startText(application, status)}\nTo go back to the version and the state of before the deployment: ${next}`;
    case 'undetermined':
      return `Whether ${application} works could not be found out within ${watched}: ${because.join(' ')}${notes} Watch longer with --for, or look at its Flink web UI.`;
  }
}

/** Line about a stopped application: the deployment may be good, and only the start is missing. */
function startText(application: string, status: string): string {
  return status === 'READY' ? `\nTo start it as it is: kda start ${application}` : '';
}
