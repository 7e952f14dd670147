import { appendFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { FlinkView } from '../../lambda-src/snapshot-manager/aws/flink-view';
import { type Result, UsageError } from '../../tools/command';
import { readJsonArgument } from '../../tools/json-argument';
import { talk } from '../../tools/talk';
import { preDeployDocument } from '../documents/pre-deploy';
import type { openApplication } from '../known-deployment';
import { JobMetricsView } from '../recovery/job-metrics';
import { stepSummary } from '../step-summary';
import { type VerifiedApplication, verifiedText, verifyApplication } from './verify';

export interface VerifyOptions {
  readonly applications: readonly string[];
  readonly windowMs: number;
  readonly allowIdle: boolean;
}

type Opened = Pick<Awaited<ReturnType<typeof openApplication>>, 'client'>;

/** Verifies applications at the same time; in GitHub Actions the summary of the run gets the result, too. */
export async function runVerify({ applications, ...rules }: VerifyOptions, { client }: Opened): Promise<Result> {
  const region = await client.config.region();
  const clock = { now: () => new Date(), sleep: (ms: number) => sleep(ms) };
  const say = talk;
  const results = await Promise.all(
    applications.map((application) => {
      const view = new FlinkView(client, application);
      const metrics = new JobMetricsView(region, application);
      return verifyApplication({ application, ...rules }, { client, view, metrics, clock, say });
    }),
  );
  const { GITHUB_STEP_SUMMARY: summary } = process.env;
  const text = results.length > 0 ? results.map(verifiedText).join('\n') : NOTHING;
  if (summary) appendFileSync(summary, stepSummary('After the deployment', text));
  return { document: documentOf(results), text, exitCode: exitCodeOf(results) };
}

const NOTHING = 'The deployment restarted no running application: there is nothing to verify.';

function documentOf(results: readonly VerifiedApplication[]) {
  return { verified: results.every(({ verdict }) => verdict === 'working'), applications: results };
}

function exitCodeOf(results: readonly VerifiedApplication[]): 0 | 1 | 3 {
  if (results.some(({ verdict }) => verdict === 'not-working')) return 1;
  return results.some(({ verdict }) => verdict === 'undetermined') ? 3 : 0;
}

const EXPECTED = 'the document of kda pre-deploy --json';

/**
 * Applications in the document of `kda pre-deploy --json` that ran before the deployment, and that it may restart.
 *
 * @throws UsageError when the file is not there, or is no such document.
 */
export function restartedApplications(file: string): string[] {
  const document = preDeployDocument.safeParse(readJsonArgument('--after', file, EXPECTED));
  if (!document.success) throw new UsageError(`--after ${file} has another form, expected ${EXPECTED}.`);
  return document.data.applications.filter(isRestarted).map(({ application }) => application);
}

function isRestarted({ status, restart }: { readonly status: string; readonly restart: unknown }): boolean {
  const kind = typeof restart === 'object' && restart !== null && 'kind' in restart ? restart.kind : undefined;
  return status === 'RUNNING' && kind !== 'nothing-to-restart';
}
