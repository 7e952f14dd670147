import { setTimeout as sleep } from 'node:timers/promises';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import type { KinesisAnalyticsV2Client } from '@aws-sdk/client-kinesis-analytics-v2';
import type { Result } from '../../tools/command';
import { onEndSignal } from '../../tools/end-signals';
import { talk } from '../../tools/talk';
import { lookingIn } from '../answer-time';
import type { KnownDeployment } from '../known-deployment';
import { followLogs } from './follow';
import { logGroupsOf } from './log-groups';
import { LogReader } from './log-reader';
import { type LogsRequest, showLogs } from './logs';

/** True where Logs Insights itself answers: emulators ignore most of a query without a word. */
export function hasInsights(environment: NodeJS.ProcessEnv): boolean {
  return !environment.AWS_ENDPOINT_URL && !environment.AWS_ENDPOINT_URL_CLOUDWATCH_LOGS;
}

/** Shows or follows what a saved query finds in the logs of an application and of the snapshot manager. */
export async function runLogs(
  { follow, ...request }: LogsRequest & { readonly follow: boolean },
  client: KinesisAnalyticsV2Client,
  known: KnownDeployment,
): Promise<Result> {
  const groups = await logGroupsOf(request.application, client, known);
  const reader = new LogReader(new CloudWatchLogsClient(lookingIn(await client.config.region())));
  const say = (line: string) => console.error(line);
  if (!follow) return showLogs(request, { reader, groups, hasInsights: hasInsights(process.env), say, talk });

  const { application, query, range } = request;
  const abort = new AbortController();
  const endListening = onEndSignal(() => abort.abort());
  try {
    talk(`Following the log of ${application} (${query}) until Ctrl-C …`);
    await followLogs(
      { application, query, from: range.from },
      {
        ...{ reader, groups, signal: abort.signal, now: () => new Date() },
        print: (line) => console.log(line),
        say,
        sleep: (ms) => sleep(ms, undefined, { signal: abort.signal }).catch(() => {}),
      },
    );
  } finally {
    endListening();
  }
  talk(
    `No longer following. The application goes on; to follow again: kda logs ${application} --query ${query} --follow`,
  );
  return { exitCode: 130 };
}
