import { paginateQuery, QueryCommand } from '@aws-sdk/client-dynamodb';
import { AUDIT } from '../../../lambda-src/contract';
import { ManagedFlinkSnapshotApi } from '../../../lambda-src/snapshot-manager/aws/snapshot-api';
import type { Deployment } from '../../deployment';
import type { Clients } from '../../safety/gather/clients';
import { paceGently } from '../../safety/gather/gentle-pace';
import { rowsQuery } from '../../safety/gather/read-past';
import { SHARE_OF_THE_RATE } from '../../status/status';
import { readHoldsTable } from '../../views/read-tables';
import { Unread } from '../../views/unread';
import type { DatesAnswers } from '../reading/share-answers';
import { MOST_ROWS, type Present, type TimelineRow } from './facts';
import { timelineRow } from './timeline-row';

/** Place that the facts of time lines come from. */
export interface TimelineSource {
  /** Rows from a time on, before another one if given, in any order; of very many the newest. */
  rows(application: string, since: Date, before?: Date): Promise<readonly TimelineRow[]>;
  /** True if the audit has a row before a time. */
  hasRowsBefore(application: string, time: Date): Promise<boolean>;
  /** Facts of now. Never throws: what can't be read is named in them. */
  present(application: string): Promise<Present>;
}

/** Attributes that a time line needs: a row's message and lists of names would be most of what is read. */
const NEEDED = [
  AUDIT.application,
  AUDIT.runId,
  AUDIT.eventId,
  AUDIT.eventTime,
  AUDIT.startedAt,
  AUDIT.deadlineAt,
  AUDIT.endedAt,
  AUDIT.outcome,
  AUDIT.reason,
  AUDIT.requestReason,
  AUDIT.snapshotName,
  AUDIT.snapshotStatus,
  AUDIT.snapshotCreatedAt,
  AUDIT.applicationStatus,
  AUDIT.verdict,
  AUDIT.restoredFrom,
  AUDIT.rtoSeconds,
  AUDIT.who,
];

/** Facts from AWS, or from a local cloud. */
export class AwsTimelineSource implements TimelineSource {
  constructor(
    private readonly deployment: Deployment,
    private readonly clients: Clients,
    /** Says how old shared answers are. */
    private readonly dated: DatesAnswers,
  ) {
    // A run of the manager needs the rest of the rate.
    paceGently(clients.flink, deployment.callsPerSecond * SHARE_OF_THE_RATE);
  }

  async rows(application: string, since: Date, before?: Date): Promise<readonly TimelineRow[]> {
    const rows: TimelineRow[] = [];
    const query = rowsQuery(this.deployment.auditTable, application, {
      runs: '#run BETWEEN :since AND :before',
      values: {
        // A row with a higher run id is one of the far future.
        ':before': { N: String(before === undefined ? Number.MAX_SAFE_INTEGER : before.getTime() - 1) },
        ':since': { N: String(since.getTime()) },
      },
      attributes: NEEDED,
    });
    const pages = paginateQuery({ client: this.clients.dynamo }, query);
    for await (const { Items = [] } of pages) {
      rows.push(...Items.map(timelineRow));
      if (rows.length >= MOST_ROWS) break;
    }
    return rows;
  }

  async hasRowsBefore(application: string, time: Date): Promise<boolean> {
    const query = rowsQuery(this.deployment.auditTable, application, {
      runs: '#run < :before',
      values: { ':before': { N: String(time.getTime()) } },
      attributes: [AUDIT.runId],
    });
    const { Items = [] } = await this.clients.dynamo.send(new QueryCommand({ ...query, Limit: 1 }));
    return Items.length > 0;
  }

  async present(application: string): Promise<Present> {
    const { flink, dynamo } = this.clients;
    const api = new ManagedFlinkSnapshotApi(flink);
    const unread = new Unread();
    const [state, list, ofHolds] = await Promise.all([
      unread.attempt('the state of the application', () => api.describeApplication(application)),
      unread.attempt('which snapshots are there', () => this.dated(() => api.listSnapshots(application))),
      readHoldsTable(application, this.deployment, dynamo, unread),
    ]);
    const read = { snapshots: list?.value, snapshotsReadAt: list?.readAt };
    return { createdAt: state?.createdAt, ...read, ...ofHolds, unread: unread.sentences() };
  }
}
