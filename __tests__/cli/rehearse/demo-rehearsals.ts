import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type Rehearsal, rehearse } from '../../../cli/rehearse/rehearse';
import { awaitInput, startTrialCluster, takeSavepoint } from '../../../cli/rehearse/trial-cluster';
import { tryJob } from '../../../packages/managed-flink/src/flink-cluster/trial';
import { ensureJava } from '../../../tools/java/java';
import { buildVariants, type Variant } from './demo-variants';

export const DEMO = resolve(__dirname, '../../../flink-demo/target/user-service.jar');

const PROPERTIES = [
  {
    PropertyGroupId: 'FlinkApplicationProperties',
    PropertyMap: { generateUsersTimer: '0', pauseBetweenUserGeneration: '20' },
  },
];

/** Code in a JAR, as it would be named. */
export const jarOf = (jar: string, given: string) => ({ given, kind: 'jar', jar, commit: null }) as const;

/**
 * Builds variants of the demo before the tests of a file, and takes a savepoint of each of `states`: rehearsals begin
 * there, so that the old code runs once.
 */
export function demoRehearsals<Names extends Variant, States extends Names | 'demo'>(
  names: readonly Names[],
  states: readonly States[],
) {
  let folder: string;
  let java: string;
  let jars: Record<Names, string>;
  const savepoints = new Map<Names | 'demo', string>();

  const surroundings = () => {
    const { signal } = new AbortController();
    const limits = { timeoutMs: 60_000, inputMs: 8000, signal };
    return { java, propertyGroups: PROPERTIES, parallelism: 1, ...limits, within: folder };
  };
  const jar = (name: Names | 'demo') => (name === 'demo' ? DEMO : jars[name]);

  async function savepointOf(name: States): Promise<string> {
    const here = { ...surroundings(), folder };
    const cluster = await startTrialCluster(here, `state-of-${name}`);
    try {
      const { jobId = '' } = await tryJob(cluster, { ...here, jarFile: jar(name) });
      await awaitInput(cluster, jobId, here.signal);
      const taken = await takeSavepoint(cluster, jobId, here);
      if ('failure' in taken) throw new Error(taken.failure.cause);
      return taken.folder;
    } finally {
      await cluster.kill();
    }
  }

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'rehearse-test-'));
    java = (await ensureJava(console.error)).binary;
    jars = await buildVariants(folder, names);
    for (const name of states) savepoints.set(name, await savepointOf(name));
  });

  afterAll(() => rm(folder, { recursive: true, force: true }));

  return {
    jar,
    surroundings,
    /** Folders that rehearsals have made, and not removed; other test files have rehearsals of their own. */
    left: async () => (await readdir(folder)).filter((name) => name.startsWith('kda-rehearsal-')),
    savepoint: (name: States) => savepoints.get(name) ?? '',
    /** Rehearses a variant on the savepoint of another, else of the demo. */
    tried: (
      name: Names,
      more: Partial<Rehearsal> & { readonly old?: States } = {},
      waits: { readonly timeoutMs?: number; readonly inputMs?: number } = {},
    ) => {
      const { old, ...changes } = more;
      const state = savepoints.get(old ?? 'demo') ?? '';
      return rehearse(
        {
          ...{ from: jarOf(jar(old ?? 'demo'), 'old.jar'), to: jarOf(jar(name), `${name}.jar`) },
          state: { kind: 'folder', given: state, folder: state },
          ...{ allowNonRestoredState: false, warnings: [], ...changes },
        },
        { ...surroundings(), ...waits },
        () => undefined,
      );
    },
  };
}
