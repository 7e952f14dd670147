import '../../tools/node-version-warning';
import { loadSettings } from '../../config/load-settings';
import { readArguments, runCommand, UsageError } from '../../tools/command';
import { estimate } from '../cost/estimate';
import { readPrices } from '../cost/prices';
import { showEstimate } from '../cost/show-estimate';
import { synthesizedResources } from '../cost/synthesized-resources';
import { type Assumptions, BUILD_MB, DEFAULT_ASSUMPTIONS } from '../cost/workload';

const USAGE = `Estimates what a month of the environment in use (KDA_ENVIRONMENT) costs, by the resources of its synthesized stacks.

  npm run cost [-- OPTIONS]

  --state-gb N      size of one snapshot (default: ${DEFAULT_ASSUMPTIONS.stateGb})
  --run-seconds N   duration of a run of the snapshot manager (default: ${DEFAULT_ASSUMPTIONS.runSeconds})
  --kpus N          of each deployed application, the one for orchestration included (default: from its parallelism)
  --applications N  that each prefix, pattern and tag of the settings finds (default: ${DEFAULT_ASSUMPTIONS.applicationsFound})
  --log-gb N        that each deployed application writes in a month (default: ${DEFAULT_ASSUMPTIONS.logGb})
  --build-mb N      size of one build: JAR and zip, or the zip alone (default: ${BUILD_MB.withJar}, or ${BUILD_MB.zipAlone} without a JAR)
  --builds N        older ones that the bucket still has: those of 90 days (default: ${DEFAULT_ASSUMPTIONS.buildsKept})
  --flink-metrics N that the deployed application sends and AWS bills as custom ones, see docs/cost.md (default: ${DEFAULT_ASSUMPTIONS.flinkMetrics})
  --mails N         to each address in a month (default: by notifications.policy)
  --json            the whole estimate`;

/**
 * Parses the arguments.
 *
 * @throws UsageError for an unknown option, or a number out of its range.
 */
export function parseCost(argv: string[]): { assumptions: Assumptions; json: boolean } {
  const { values } = readArguments({
    args: argv,
    options: {
      ...{ 'state-gb': { type: 'string' }, 'run-seconds': { type: 'string' }, kpus: { type: 'string' } },
      ...{ applications: { type: 'string' }, 'log-gb': { type: 'string' }, mails: { type: 'string' } },
      ...{ 'build-mb': { type: 'string' }, builds: { type: 'string' }, 'flink-metrics': { type: 'string' } },
      json: { type: 'boolean' },
    },
  });
  return {
    assumptions: {
      ...DEFAULT_ASSUMPTIONS,
      stateGb: numberOf('state-gb', values['state-gb'], 0, 100_000) ?? DEFAULT_ASSUMPTIONS.stateGb,
      runSeconds: numberOf('run-seconds', values['run-seconds'], 0, 900) ?? DEFAULT_ASSUMPTIONS.runSeconds,
      kpus: numberOf('kpus', values.kpus, 2, 251),
      applicationsFound:
        numberOf('applications', values.applications, 0, 10_000) ?? DEFAULT_ASSUMPTIONS.applicationsFound,
      logGb: numberOf('log-gb', values['log-gb'], 0, 1_000_000) ?? DEFAULT_ASSUMPTIONS.logGb,
      buildMb: numberOf('build-mb', values['build-mb'], 0, 10_000),
      buildsKept: numberOf('builds', values.builds, 0, 100_000) ?? DEFAULT_ASSUMPTIONS.buildsKept,
      flinkMetrics: numberOf('flink-metrics', values['flink-metrics'], 0, 240_000) ?? DEFAULT_ASSUMPTIONS.flinkMetrics,
      mails: numberOf('mails', values.mails, 0, 1_000_000),
    },
    json: values.json ?? false,
  };
}

function numberOf(option: string, text: string | undefined, least: number, most: number): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (text.trim() !== '' && value >= least && value <= most) return value;
  throw new UsageError(`--${option} is "${text}", expected a number from ${least} to ${most}.`);
}

if (require.main === module) {
  runCommand(USAGE, async (argv) => {
    const { assumptions, json } = parseCost(argv);
    const settings = loadSettings();
    const prices = readPrices();
    const result = estimate(settings, synthesizedResources(settings), assumptions, prices);
    console.log(json ? JSON.stringify(result, null, 2) : showEstimate(result, prices));
  });
}
