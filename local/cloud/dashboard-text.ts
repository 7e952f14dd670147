import { type CloudWatchClient, CloudWatchServiceException, GetDashboardCommand } from '@aws-sdk/client-cloudwatch';
import { cbor } from '@smithy/core/cbor';
import type { Answer, Call } from './aws-call';
import { CloudWatchError } from './cloudwatch-error';
import { answerCloudWatch } from './cloudwatch-protocol';
import type { Interceptor } from './gateway';

/**
 * Dashboards, where clients can't read the emulator's answer: GetDashboard in the Query protocol, whose `<` and `&` it
 * writes unescaped into its XML, and ListDashboards in the others, whose times it writes as texts.
 */
export function dashboardText(client: CloudWatchClient): Interceptor {
  return {
    wants: ({ service, operation, isForm }) =>
      service === 'monitoring' && operation === (isForm ? 'GetDashboard' : 'ListDashboards'),
    answer: (call, forward) => (call.isForm ? dashboardOf(client, call) : listOf(call, forward)),
  };
}

function dashboardOf(client: CloudWatchClient, call: Call): Promise<Answer> {
  return answerCloudWatch(call, async ({ DashboardName }) => {
    try {
      const input = { DashboardName: String(DashboardName ?? '') };
      const { $metadata: _, ...dashboard } = await client.send(new GetDashboardCommand(input));
      return dashboard;
    } catch (error) {
      if (!(error instanceof CloudWatchServiceException)) throw error;
      throw new CloudWatchError('ResourceNotFound', error.message);
    }
  });
}

interface DashboardList {
  readonly DashboardEntries?: readonly { readonly LastModified?: string }[];
}

async function listOf(call: Call, forward: () => Promise<Answer>): Promise<Answer> {
  const answer = await forward();
  if (answer.status !== 200) return answer;
  const isCbor = answer.headers['content-type']?.includes('cbor') ?? false;
  const list: DashboardList = isCbor ? cbor.deserialize(answer.body) : JSON.parse(answer.body.toString('utf8'));
  return answerCloudWatch(call, async () => ({
    ...list,
    DashboardEntries: (list.DashboardEntries ?? []).map(({ LastModified, ...entry }) => ({
      ...entry,
      ...(LastModified === undefined ? {} : { LastModified: new Date(LastModified) }),
    })),
  }));
}
