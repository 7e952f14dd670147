import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { DEMO_JAR, ensureArtifacts } from '../../stacks/synthesis/artifacts';
import { bundleLambda } from '../../tools/build-lambda';
import { declareCommand, readArguments, runProgram } from '../../tools/command';
import { run } from '../../tools/processes/run';
import { table } from '../../tools/text-table';
import { managerEnvironment } from '../direct-manager';
import { drillTimes } from './drill-time';
import { FLEET, type FleetTime, fleetTime } from './fleet-time';
import { lambdaTimes, SNAPSHOT_MS } from './lambda-time';
import { PAGE_FLEET, type PageTimes, pageTimes } from './page-time';
import { type RehearsalTimes, rehearsalTimes } from './rehearsal-time';
import { type RestoreTimes, restoreTimes } from './restore-time';
import { retentionTimes, SNAPSHOTS } from './retention-time';
import { median, rows, type Sample, timesOf } from './sample';
import { STATUS_FLEET, type StatusTimes, statusTimes } from './status-time';
import { waitTimes } from './wait-time';

const PROJECT = resolve(__dirname, '../..');
const RUNS = 7;
/** A run for a fleet decides as often; the first decision, before the code is compiled, is the highest figure. */
const RETENTION_RUNS = 50;

const DECLARATION = declareCommand({
  command: 'npm run bench --',
  summary: 'Measures what the project promises, on this machine, beside what is promised.',
  options: { json: { value: 'FILE', summary: 'writes every single figure there as well' } },
  examples: [{ line: '--json bench.json', summary: 'with all figures' }],
});

/** The figures of `npm run bench`. */
async function bench(signal: AbortSignal): Promise<readonly Sample[]> {
  const { lambdaZip } = await ensureArtifacts(DEMO_JAR);
  const folder = mkdtempSync(join(tmpdir(), 'kda-bench-'));
  try {
    const bundle = join(folder, 'index.mjs');
    writeFileSync(bundle, await bundleLambda());
    const timesOfSynth = (program: string) =>
      timesOf(RUNS, () =>
        run(process.execPath, ['--import', 'tsx', program], {
          cwd: PROJECT,
          environment: { ...process.env, CDKTF_OUTDIR: join(folder, 'out') },
          signal,
        }),
      );
    console.error(`main.ts, ${RUNS} times; then the same with fifty applications ...`);
    const synth = await timesOfSynth('main.ts');
    const synthOfFifty = await timesOfSynth('trials/bench/synth-fifty.ts');
    console.error(`Import of the bundle in a new process, ${RUNS} times ...`);
    const imports = await importTimes(bundle, folder, signal);
    console.error(`Retention over ${SNAPSHOTS} snapshots, ${RETENTION_RUNS} times ...`);
    const retention = await retentionTimes(RETENTION_RUNS);
    console.error('Runs of the bundle against the simulated engine ...');
    const lambda = await lambdaTimes(lambdaZip, join(folder, 'cloud'), 5);
    console.error(`A run for ${FLEET.applications} applications against the simulated engine, ten times as fast ...`);
    const fleet = await fleetTime();
    console.error('The same with ten schedules that are due at one moment ...');
    const scheduled = await fleetTime(10);
    console.error('Restores on the real Flink, beside the same by the service’s API ...');
    const restores = await restoreTimes(resolve(PROJECT, DEMO_JAR), join(folder, 'restores'));
    console.error('Drills in place on the real Flink ...');
    const drills = await drillTimes(resolve(PROJECT, DEMO_JAR), lambdaZip, join(folder, 'drills'), 3);
    await run(process.execPath, ['bin/kda.js', '--version'], { cwd: PROJECT, signal });
    const kda = join(PROJECT, '.build/kda/main.mjs');
    console.error('Rehearsals of two builds on the real Flink ...');
    const rehearsals = await rehearsalTimes(kda, resolve(PROJECT, DEMO_JAR), folder, 3, signal);
    console.error(`kda status over ${STATUS_FLEET.applications} applications against the simulated engine ...`);
    const status = await statusTimes(kda, folder, signal);
    console.error(`Time lines of ${PAGE_FLEET.applications} applications in a browser ...`);
    const page = await pageTimes((line) => console.error(line));
    return [
      { what: 'main.ts with all stacks', unit: 'ms', goal: 1500, values: synth },
      { what: 'the same with 50 named applications', unit: 'ms', goal: 2000, values: synthOfFifty },
      { what: 'Lambda zip', unit: 'bytes', goal: 170_000, values: [statSync(lambdaZip).size] },
      { what: 'cold import of the bundle', unit: 'ms', goal: 60, values: imports },
      {
        what: `retention over ${SNAPSHOTS} snapshots, every rule`,
        unit: 'ms',
        goal: 5,
        values: retention,
      },
      { what: `Lambda time of a ${SNAPSHOT_MS} ms snapshot`, unit: 'ms', goal: 2700, values: lambda },
      ...fleetSamples(fleet),
      {
        what: 'the ten runs of ten schedules at one moment, for as many applications',
        unit: 'ms',
        goal: 1.02 * fleet.tookMs,
        values: [scheduled.tookMs],
        beside: `with one schedule: ${Math.round(fleet.tookMs)} ms`,
      },
      ...restoreSamples(restores),
      { what: 'drill in place of the demo, all of it', unit: 'ms', goal: 20_000, values: drills },
      ...rehearsalSamples(rehearsals),
      ...statusSamples(status),
      ...pageSamples(page),
      ...(await waitTimes()),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function restoreSamples({ overheadMs, bareMs, proofMs }: RestoreTimes): Sample[] {
  const bare = `${Math.round(median(bareMs))} ms by the API, proof ${Math.round(median(proofMs))} ms`;
  return [
    { what: 'kda restore without its proof, over the API', unit: 'ms', goal: 2000, values: overheadMs, beside: bare },
  ];
}

function rehearsalSamples({ tookMs, mostBytes }: RehearsalTimes): Sample[] {
  return [
    { what: 'rehearsal of two builds of the demo, warm', unit: 'ms', goal: 25_000, values: tookMs },
    { what: 'memory of all its processes', unit: 'bytes', goal: 1_500_000_000, values: [mostBytes] },
  ];
}

/** The calls beside the polls are those that must be made: another list page or deletion would be one too many. */
function fleetSamples({ tookMs, boundMs, calls }: FleetTime): Sample[] {
  const { applications, snapshots, snapshotMs, callsPerSecond } = FLEET;
  const { DescribeApplicationSnapshot: polls = 0, DescribeApplication: looks = 0, ...needed } = calls;
  const pages = Math.ceil(snapshots / 50);
  const least = 2 + applications * (pages + 2);
  return [
    {
      what: `run for ${applications} x ${snapshots} snapshots, ${snapshotMs / 1000} s each, ${callsPerSecond} calls/s`,
      unit: 'ms',
      goal: 1.2 * boundMs,
      values: [tookMs],
      beside: `list pages alone: ${boundMs} ms`,
    },
    {
      what: 'its calls to list, create and delete',
      unit: 'count',
      goal: least,
      values: [Object.values(needed).reduce((sum, count) => sum + count, 0)],
      beside: `needed: ${least}`,
    },
    {
      what: 'its polls of a snapshot, and looks at the application',
      unit: 'count',
      goal: 22 * applications,
      values: [polls + looks],
      beside: `needed: ${2 * applications}`,
    },
  ];
}

/** `kda status` in a process of its own, the start of Node.js included. */
function statusSamples({ all, one, paced, firstMs }: StatusTimes): Sample[] {
  const { applications, snapshots, callsPerSecond } = STATUS_FLEET;
  const fleet = `${applications} x ${snapshots} snapshots`;
  const times = (asked: StatusTimes['all']) => asked.map(({ tookMs }) => tookMs);
  return [
    { what: `kda status of ${fleet}, no rate limit`, unit: 'ms', goal: 5000, values: times(all) },
    { what: 'its memory', unit: 'bytes', goal: 200_000_000, values: all.map(({ residentBytes }) => residentBytes) },
    { what: 'kda status of one application', unit: 'ms', goal: 1000, values: times(one) },
    {
      what: `kda status of ${fleet}, ${callsPerSecond} calls/s`,
      unit: 'ms',
      goal: 1.2 * paced.boundMs,
      values: [paced.tookMs],
      beside: `list pages at half of the rate: ${paced.boundMs} ms`,
    },
    { what: 'its calls that were throttled', unit: 'count', goal: 0, values: [paced.throttled] },
    { what: 'its first view', unit: 'ms', goal: 5000, values: [firstMs] },
  ];
}

/** Time lines of a fleet in a real browser, each with a month of runs. */
function pageSamples({ firstMs, monthMs, redrawMs, heapBytes, serverPercent, about }: PageTimes): Sample[] {
  const { applications, runsEach } = PAGE_FLEET;
  return [
    { what: 'first paint of the page with data', unit: 'ms', goal: 1000, values: [firstMs], beside: about },
    { what: `a month of ${applications} applications, read and drawn`, unit: 'ms', goal: 5000, values: [monthMs] },
    { what: `redraw of ${applications} x ${runsEach} points`, unit: 'ms', goal: 50, values: redrawMs },
    { what: 'heap of the page', unit: 'bytes', goal: 150_000_000, values: [heapBytes] },
    { what: 'percent of a core that its server uses', unit: 'count', goal: 5, values: [serverPercent] },
  ];
}

/** Measured inside the process, so that the start of Node.js, which Lambda has done before, does not count. */
async function importTimes(bundle: string, folder: string, signal: AbortSignal): Promise<number[]> {
  const probe = join(folder, 'probe.mjs');
  writeFileSync(
    probe,
    `const at = performance.now();\nawait import(${JSON.stringify(pathToFileURL(bundle).href)});\nconsole.log(performance.now() - at);\n`,
  );
  const times: number[] = [];
  for (let i = 0; i < RUNS; i += 1) {
    const lines = await run(process.execPath, ['--no-warnings', probe], {
      cwd: folder,
      environment: { ...process.env, ...IMPORT_ENVIRONMENT },
      signal,
    });
    times.push(Number(lines.at(-1)));
  }
  return times;
}

/** Environment that the manager reads at its cold start. */
const IMPORT_ENVIRONMENT = {
  ...managerEnvironment(
    {
      name: 'bench',
      application: 'orders',
      keepLast: 3,
      auditTable: 'audit',
      holdsTable: 'holds',
      notify: 'changes',
    },
    'arn:aws:sns:us-east-1:000000000000:topic',
  ),
  AWS_REGION: 'us-east-1',
  AWS_ACCESS_KEY_ID: 'bench',
  AWS_SECRET_ACCESS_KEY: 'bench',
};

async function main(json: string | undefined, signal: AbortSignal): Promise<void> {
  const samples = await bench(signal);
  console.log(table(['figure', 'lowest', 'median', 'highest', 'goal', 'kept', 'beside it'], rows(samples)).join('\n'));
  console.log('* computed on a clock of its own, not measured');
  if (json) writeFileSync(json, `${JSON.stringify(samples, undefined, 2)}\n`);
}

runProgram(
  DECLARATION,
  (argv) => readArguments(DECLARATION, argv).values.json,
  (signal, json) => main(json, signal),
);
