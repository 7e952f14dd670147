import { ManagedFlinkDirectory } from '../../../lambda-src/snapshot-manager/aws/application-directory';
import { ensureManaged } from '../../managed-applications';
import type { PageContext } from '../context';
import type { Route } from '../server/routes';
import { throttled } from '../throttled';
import { Activities, type RunPorts } from './activities';
import { commandLineOf, type Naming } from './command-line';
import { readCommandRequest } from './command-request';

/** Pauses between two events about lines, and between two reads while a command changes something. */
const PAUSE_MS = { lines: 250, reads: 3000 } as const;

/** Commands of the page in a local cloud: in a real account there are none of these routes. */
export function openActivities(
  context: PageContext,
  { naming, run }: { readonly naming: Naming; readonly run: RunPorts['run'] },
): { readonly activities: Activities; readonly routes: Route[] } {
  const tell = throttled(PAUSE_MS.lines, () => context.changed('activities'));
  const readAgain = throttled(PAUSE_MS.reads, () =>
    context.readAgain('status', 'timeline', 'runs', 'alarms', 'mails', 'troubles'),
  );
  const activities = new Activities({
    run,
    now: () => context.clock.now(),
    changed: (changesState) => {
      tell();
      if (changesState) readAgain();
    },
  });
  const { deployment, clients } = context;
  const routes: Route[] = [
    { method: 'GET', path: /\/api\/activities/, answer: () => activities.document() },
    {
      method: 'POST',
      path: /\/api\/actions\/commands/,
      answer: async ({ body }) => {
        const request = readCommandRequest(body);
        const directory = new ManagedFlinkDirectory(clients.flink);
        await ensureManaged(request.application, deployment.applications, directory);
        return activities.start(request, commandLineOf(request, naming));
      },
    },
    {
      method: 'POST',
      path: /\/api\/actions\/activities\/(?<id>\d+)\/interrupt/,
      answer: ({ path }) => activities.interrupt(path.id ?? ''),
    },
  ];
  return { activities, routes };
}
