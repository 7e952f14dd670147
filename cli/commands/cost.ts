import { declareCommand, defineCommand, readArguments, UsageError } from '../../tools/command';
import { runFromSource } from '../checkout';
import { type Assumptions, BUILD_MB, DEFAULT_ASSUMPTIONS } from '../cost/assumptions';

export const COST = declareCommand({
  command: 'kda cost',
  summary:
    'Estimates what a month costs. It counts the resources of the stacks of the environment in use (KDA_ENVIRONMENT).',
  options: {
    'state-gb': { value: 'N', summary: `size of one snapshot (default: ${DEFAULT_ASSUMPTIONS.stateGb})` },
    'run-seconds': {
      value: 'N',
      summary: `duration of a run of the snapshot manager (default: ${DEFAULT_ASSUMPTIONS.runSeconds})`,
    },
    kpus: {
      value: 'N',
      summary: 'of each deployed application, the one for orchestration included (default: from its parallelism)',
    },
    applications: {
      value: 'N',
      summary: `that each prefix, pattern and tag of the settings finds (default: ${DEFAULT_ASSUMPTIONS.applicationsFound})`,
    },
    'log-gb': {
      value: 'N',
      summary: `that each deployed application writes in a month (default: ${DEFAULT_ASSUMPTIONS.logGb})`,
    },
    'build-mb': {
      value: 'N',
      summary: `size of one build: JAR and zip, or the zip alone (default: ${BUILD_MB.withJar}, or ${BUILD_MB.zipAlone} without a JAR)`,
    },
    builds: {
      value: 'N',
      summary: `older ones that the bucket still has: those of 90 days (default: ${DEFAULT_ASSUMPTIONS.buildsKept})`,
    },
    'flink-metrics': {
      value: 'N',
      summary: `that the deployed application sends and AWS bills as custom ones, see docs/cost.md (default: ${DEFAULT_ASSUMPTIONS.flinkMetrics})`,
    },
    mails: { value: 'N', summary: 'to each address in a month (default: by notifications.policy)' },
    json: { summary: 'the whole estimate as JSON' },
  },
  examples: [
    { line: '', summary: 'with the usual assumptions' },
    { line: '--state-gb 20 --kpus 9', summary: 'for a larger application' },
  ],
});

/**
 * Parses the arguments.
 *
 * @throws UsageError for an unknown option, or a number out of its range.
 */
export function parseCost(argv: string[]): { assumptions: Assumptions; json: boolean } {
  const { values } = readArguments(COST, argv);
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

export const cost = defineCommand({
  declaration: COST,
  read: (argv) => {
    parseCost(argv);
    return argv;
  },
  // Synthesizes the stacks, and cdktf is not in the bundle.
  run: (argv) => runFromSource('cli/cost/main.ts', argv),
  schema: async () => (await import('../documents/cost')).costDocument,
});
