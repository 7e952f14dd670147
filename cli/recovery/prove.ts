import { JobNotSeenError } from '../../lambda-src/snapshot-manager/aws/flink-view';
import type { JobMetrics } from '../../lambda-src/snapshot-manager/domain/recovery/metrics-evidence';
import { type Evidence, type JobView, judge, mayBeUp } from '../../lambda-src/snapshot-manager/domain/recovery/proof';
import { isPassing } from '../passing-error';
import { type ApplicationPorts, describe, lookAtFresh, POLL_MS } from './actions';
import { lastStartEndedAt, MetricsNotSeenError } from './job-metrics';
import type { StepEnd } from './perform';
import type { Recovery } from './recovery';

/** Time between two looks at metrics, which have a value a minute. */
const METRICS_EVERY_MS = 15_000;

type ProvePorts = Omit<ApplicationPorts, 'copyBuild' | 'timeoutMs'>;

/** Watches the job, takes the snapshot of after, and judges. */
export async function prove({ plan, steps }: Recovery, ports: ProvePorts): Promise<StepEnd> {
  const { application, target, fresh } = plan;
  const until = ports.clock.now().getTime() + ports.proveMs;
  const startedAt = steps.find(({ step }) => step === 'start')?.endedAt ?? ports.clock.now();
  const metrics = new MetricsWatch(application, startedAt, ports);
  const views: JobView[] = [];
  let notSeen: string | undefined;
  let freshStatus: string | undefined;
  for (;;) {
    await ports.beat();
    try {
      views.push(await ports.view.look());
      notSeen = undefined;
    } catch (error) {
      if (!(error instanceof JobNotSeenError)) throw error;
      notSeen = error.message;
    }
    if (views.length === 0) await metrics.look();
    if (mayBeUp({ views, notSeen })) freshStatus = await lookAtFresh(application, fresh, freshStatus, ports);
    const described = await describe(application, ports).catch((error: unknown) => {
      if (isPassing(error) && ports.clock.now().getTime() < until) return undefined;
      throw error;
    });
    if (!described) {
      await ports.clock.sleep(POLL_MS);
      continue;
    }
    const { status, startedFrom, isFromLatest } = described;
    const evidence: Evidence = {
      views,
      notSeen,
      metrics: metrics.seen,
      metricsNotSeen: metrics.notSeen,
      status,
      startedFrom,
      isFromLatest,
      target: target?.name,
      ...(freshStatus === undefined ? {} : { fresh: { name: fresh, status: freshStatus } }),
    };
    // Where nobody may look at job and metrics, no more than the snapshot of after can be seen.
    const isAllSeen = views.length === 0 && metrics.notSeen !== undefined && freshStatus === 'READY';
    const { verdict, because } = judge(evidence, isAllSeen || ports.clock.now().getTime() >= until);
    if (verdict === 'proven') return { said: `Proven: ${because.join('; ')}.`, outcome: verdict, proof: because };
    if (verdict !== 'waiting') {
      const words = verdict === 'not-proven' ? 'Not proven' : 'Started, not proven';
      return { said: `${words}: ${because.join(' ')}`, outcome: verdict, proof: because };
    }
    await ports.clock.sleep(POLL_MS);
  }
}

/** Metrics since a start, looked at from time to time. A refusal is final: rights do not come within minutes. */
class MetricsWatch {
  seen: JobMetrics | undefined;
  notSeen: string | undefined;
  private since: Date | undefined;
  private nextAt = 0;

  constructor(
    private readonly application: string,
    private readonly startedAt: Date,
    private readonly ports: ProvePorts,
  ) {}

  async look(): Promise<void> {
    const { clock, client, metrics, say } = this.ports;
    const now = clock.now().getTime();
    if (this.notSeen !== undefined || now < this.nextAt) return;
    this.nextAt = now + METRICS_EVERY_MS;
    if (this.since === undefined) {
      this.since = (await lastStartEndedAt(client, this.application)) ?? this.startedAt;
      say('The job itself can’t be looked at; waiting for two minutes of its metrics …');
    }
    try {
      this.seen = await metrics.look(this.since);
    } catch (error) {
      if (!(error instanceof MetricsNotSeenError)) throw error;
      this.notSeen = error.message;
    }
  }
}
