import { type PointAnswer, TIMELINE_RANGES, type TimelineRange } from '../api/timeline';
import { everyMs, type PageContext } from '../context';
import { RefusedRequestError, type Route } from '../server/routes';
import { describePoint, type PointFacts } from './describe-point';
import { PointReader } from './point-reader';
import type { Point } from './points';
import { timelineSettingsOf } from './settings';
import { AwsTimelineSource, type TimelineSource } from './source';
import { Timelines } from './timelines';

/** Interval of a look at the audit of a local cloud: one query for each application that is looked at. */
const LOCAL_MS = 10_000;

/** Interval in which snapshots, holds and marks are read although the audit has nothing new: a person may delete one. */
const PRESENT_EVERY_MS = 60_000;

/** Reader of single points. */
type ReadsPoints = (application: string, point: Point) => Promise<PointFacts>;

/** Time lines of applications, and the records of their points. */
export function timelineRoutes(context: PageContext): Route[] {
  const points = new PointReader(context);
  return timelineRoutesOf(context, {
    source: new AwsTimelineSource(context.deployment, context.clients, context.dated),
    readPoint: (application, point) => points.read(application, point),
  });
}

/** The same, from another source. */
export function timelineRoutesOf(
  context: Pick<PageContext, 'deployment' | 'clock' | 'watch' | 'isLocal'>,
  { source, readPoint }: { readonly source: TimelineSource; readonly readPoint: ReadsPoints },
): Route[] {
  const { deployment, clock, watch } = context;
  const timelines = new Timelines({
    source,
    settingsOf: (application) => timelineSettingsOf(deployment, application),
    now: () => clock.now(),
    presentEveryMs: PRESENT_EVERY_MS,
  });
  const look = watch.add({ topic: 'timeline', everyMs: everyMs(context, LOCAL_MS), read: () => timelines.refresh() });
  return [
    {
      method: 'GET',
      path: /\/api\/timeline\/(?<application>[^/]+)/,
      answer: ({ path: { application = '' }, query }) => {
        // Somebody looks: the watch goes on only for what is asked for.
        look();
        return look.counting(() => timelines.answer(application, rangeIn(query), query.get('known') ?? undefined));
      },
    },
    {
      method: 'GET',
      path: /\/api\/point\/(?<application>[^/]+)/,
      answer: async ({ path: { application = '' }, query }): Promise<PointAnswer> => {
        const [at, what] = [timeIn(query), query.get('what') ?? ''];
        const found = timelines.pointsAt(application, at, what);
        if (found.length === 0) {
          throw new RefusedRequestError(
            `The time line of ${application} has nothing called "${what}" at ${new Date(at).toISOString()}. Ask for its time line first.`,
            404,
          );
        }
        const read = await look.counting(() => Promise.all(found.map((point) => readPoint(application, point))));
        const readAt = new Date(Math.min(...read.map((each) => each.readAt.getTime()))).toISOString();
        return { application, at, readAt, records: read.map(describePoint) };
      },
    },
  ];
}

function rangeIn(query: URLSearchParams): TimelineRange {
  const text = query.get('range') ?? 'day';
  const range = TIMELINE_RANGES.find((each) => each === text);
  if (range) return range;
  throw new RefusedRequestError(`range is "${text}". Allowed: ${TIMELINE_RANGES.join(', ')}; default: day.`);
}

/** Last time that JavaScript has. */
const LAST_TIME_MS = 8.64e15;

function timeIn(query: URLSearchParams): number {
  const text = query.get('at') ?? '';
  const at = /^-?\d+$/.test(text) ? Number(text) : Number.NaN;
  if (Math.abs(at) <= LAST_TIME_MS) return at;
  throw new RefusedRequestError(`at is "${text}". Allowed: epoch milliseconds of a point, such as 1795834920000.`);
}
