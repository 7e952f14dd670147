import { DescribeApplicationCommand, type KinesisAnalyticsV2Client } from '@aws-sdk/client-kinesis-analytics-v2';
import type { SnapshotApi } from '../../lambda-src/snapshot-manager/ports';
import { codeLocation } from '../recovery/code-update';
import { type ActionRecorder, recordAction } from '../recovery/record-action';
import type { ApplicationReport } from './protect-application';

/** Person and reason of a deployment, and what is deployed. */
export interface DeploymentRequest {
  readonly who: string;
  readonly why: string;
  readonly commit: string | undefined;
}

/** Facts about a deployment, as its row and the document have them. */
export interface RecordedDeployment {
  /** Application version that ran before it. */
  readonly version: number;
  /** Key of that version's code in S3. */
  readonly codeKey: string | null;
  readonly commit: string | null;
  readonly isRecorded: boolean;
  /** Command that goes back. */
  readonly rollback: string;
}

export interface RecordPorts {
  readonly client: KinesisAnalyticsV2Client;
  readonly api: Pick<SnapshotApi, 'describeSnapshot'>;
  readonly recorder: ActionRecorder;
  readonly clock: { readonly now: () => Date };
}

/**
 * Records that a deployment begins, with the version and the snapshot to which a rollback goes. One that the deployment
 * does not touch, or that it creates, has nothing to go back to.
 *
 * @returns the report with these facts, and a sentence about them.
 */
export async function recordDeployment(
  report: ApplicationReport,
  { who, why, commit }: DeploymentRequest,
  { client, api, recorder, clock }: RecordPorts,
): Promise<ApplicationReport & { readonly deployment?: RecordedDeployment }> {
  if (report.restart.kind === 'nothing-to-restart') return report;
  const startedAt = clock.now();
  const { application } = report;
  const { ApplicationDetail: detail } = await client.send(
    new DescribeApplicationCommand({ ApplicationName: application }),
  );
  if (!detail) return report;
  const { ApplicationVersionId: version = 0, CreateTimestamp: applicationCreatedAt } = detail;
  const key = codeLocation(detail)?.key;
  const name = snapshotOf(report);
  const createdAt = name === undefined ? undefined : (await api.describeSnapshot(application, name))?.createdAt;
  const rollback = `npx kda rollback ${application}`;
  const { said, isLeftOut } = await recordAction(recorder, {
    ...{ application, applicationCreatedAt, action: 'deployed', who, why, startedAt, endedAt: clock.now() },
    message: `A deployment${commit ? ` of commit ${commit}` : ''} begins over version ${version}; ${name ? `snapshot ${name} has the state of before` : 'no snapshot has the state of before'}.`,
    code: { version, ...(key ? { key } : {}) },
    ...(name ? { snapshot: { name, ...(createdAt ? { createdAt } : {}) } } : {}),
    ...(commit ? { commit } : {}),
  });
  return {
    ...report,
    says: [...report.says, `To go back to version ${version} and the state of before: ${rollback}. ${said}`],
    deployment: { version, codeKey: key ?? null, commit: commit ?? null, isRecorded: !isLeftOut, rollback },
  };
}

function snapshotOf({ freshSnapshot, restart }: ApplicationReport): string | undefined {
  return freshSnapshot?.name ?? (restart.kind === 'snapshot' ? restart.name : undefined);
}
