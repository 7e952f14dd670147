import { z } from 'zod';
import type { TroublesDocument } from '../api/troubles';
import { everyMs, type PageContext } from '../context';
import { type LocalDoor, LocalDoorError } from '../local-door';
import { RefusedRequestError, type Route } from '../server/routes';

/** Interval of a look at the local cloud: it looks at its applications for an answer. */
const LOCAL_MS = 5000;

const situation = z.object({
  state: z.enum(['absent', 'beginning', 'present', 'mending', 'failed']),
  since: z.string().nullable(),
  error: z.string().nullable(),
  command: z.string(),
  isPossible: z.boolean(),
  whyNot: z.string().nullable(),
});

const troubles = z.array(
  situation.extend({
    ...{ id: z.string(), title: z.string(), what: z.string(), mendTitle: z.string(), isMendedByCommand: z.boolean() },
    expect: z.object({ alarms: z.array(z.string()), mails: z.string(), after: z.number() }),
    applications: z.array(situation.extend({ name: z.string() })).optional(),
  }),
);

const request = z.strictObject({ application: z.string().optional() });

/** Troubles of a local cloud; none of these routes is there in a real account. */
export function troubleRoutes(context: PageContext, door: LocalDoor): Route[] {
  const { deployment, watch, changed, readAgain } = context;
  const query = `deployment=${encodeURIComponent(deployment.name)}`;
  const reading = watch.add<TroublesDocument>({
    topic: 'troubles',
    everyMs: everyMs(context, LOCAL_MS),
    read: async () => ({
      troubles: troubles.parse(await door.get(`/troubles?${query}`)) as TroublesDocument['troubles'],
    }),
  });
  return [
    { method: 'GET', path: /\/api\/troubles/, answer: reading },
    {
      method: 'POST',
      path: /\/api\/actions\/troubles\/(?<id>[\w-]+)\/(?<act>begin|mend)/,
      answer: async ({ path, body }) => {
        const { application } = readRequest(body);
        await door
          .post(`/troubles/${path.id}/${path.act}`, { application, deployment: deployment.name })
          .catch(asRefusal);
        changed('troubles');
        readAgain('troubles', 'status', 'timeline', 'runs', 'alarms');
        return {};
      },
    },
  ];
}

function readRequest(body: unknown): z.infer<typeof request> {
  const parsed = request.safeParse(body);
  if (parsed.success) return parsed.data;
  throw new RefusedRequestError(`The request is wrong:\n${z.prettifyError(parsed.error)}`);
}

/** Sentence of the local cloud about what it does not do, with its status. */
function asRefusal(error: unknown): never {
  if (!(error instanceof LocalDoorError)) throw error;
  const status = ([400, 404, 409] as const).find((each) => each === error.status);
  if (status === undefined) throw error;
  throw new RefusedRequestError(error.message, status);
}
