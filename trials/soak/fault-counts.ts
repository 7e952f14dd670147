import { FlinkRest } from '../../packages/managed-flink/src/flink-cluster/flink-rest';
import type { ManagedFlinkServer } from '../../packages/managed-flink/src/server';

/** Counts failed checkpoints over the lives of a job: each life begins at 0, and is asked as often as `look` is called. */
export class FailedCheckpoints {
  private readonly byLife = new Map<string, number>();

  constructor(private readonly server: Pick<ManagedFlinkServer, 'runningClusters'>) {}

  get count(): number {
    return [...this.byLife.values()].reduce((sum, failed) => sum + failed, 0);
  }

  async look(): Promise<void> {
    for (const { restUrl, jobId } of this.server.runningClusters()) {
      // The job may end between the two questions: its last answer counts then.
      const answer = await new FlinkRest(restUrl).checkpoints(jobId).catch(() => undefined);
      if (answer) this.byLife.set(`${restUrl} ${jobId}`, answer.counts.failed);
    }
  }
}
