import { type CloudWatchClient, CloudWatchServiceException, GetDashboardCommand } from '@aws-sdk/client-cloudwatch';
import { CloudWatchError } from './cloudwatch-error';
import { answerCloudWatch } from './cloudwatch-protocol';
import type { Interceptor } from './gateway';

/** GetDashboard in the Query protocol, where the emulator writes a dashboard's `<` and `&` unescaped into its XML. */
export function dashboardText(client: CloudWatchClient): Interceptor {
  return {
    wants: ({ service, operation, isForm }) => service === 'monitoring' && operation === 'GetDashboard' && isForm,
    answer: (call) =>
      answerCloudWatch(call, async ({ DashboardName }) => {
        try {
          const input = { DashboardName: String(DashboardName ?? '') };
          const { $metadata: _, ...dashboard } = await client.send(new GetDashboardCommand(input));
          return dashboard;
        } catch (error) {
          if (!(error instanceof CloudWatchServiceException)) throw error;
          throw new CloudWatchError('ResourceNotFound', error.message);
        }
      }),
  };
}
