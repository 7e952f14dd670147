import type { Drill } from './drill';

const TIMES = new Set([
  ...['applicationCreatedAt', 'begunAt', 'windowUntil', 'stepBegunAt', 'askedAt', 'acceptedAt', 'stoppedAt', 'at'],
  ...['startedAt', 'readyAt', 'createdAt', 'endedAt', 'leaseUntil', 'dueAt', 'toldAt', 'stopsUnknownSince'],
]);

/** Drill as its journal keeps it. */
export function readDrill(text: string): Drill {
  return JSON.parse(text, (name, value) => (TIMES.has(name) && typeof value === 'string' ? new Date(value) : value));
}

/**
 * Person's restore, start or rollback that is under way, by its journal; `undefined` when there is none, it has ended, or
 * it is of an earlier application of the same name.
 */
export function recoveryText(document: string | undefined, applicationCreatedAt: Date | undefined): string | undefined {
  if (document === undefined) return undefined;
  const { plan = {}, steps = [], outcome }: RecoveryDocument = JSON.parse(document);
  const isOpen = steps.some(({ state }) => state !== 'done' && state !== 'left-out');
  if (outcome !== undefined && !isOpen) return undefined;
  const createdAt = plan.applicationCreatedAt === undefined ? undefined : Date.parse(plan.applicationCreatedAt);
  if (createdAt !== undefined && applicationCreatedAt && createdAt !== applicationCreatedAt.getTime()) return undefined;
  return `a ${plan.kind ?? 'restore'} by ${plan.who ?? 'somebody'}`;
}

interface RecoveryDocument {
  readonly plan?: { readonly kind?: string; readonly who?: string; readonly applicationCreatedAt?: string };
  readonly steps?: readonly { readonly state?: string }[];
  readonly outcome?: string;
}

/** Person's command that made this drill give way; `undefined` for none, or one about another drill. */
export function giveWayText(document: string | undefined, drill: string): string | undefined {
  if (document === undefined) return undefined;
  const { drill: id, what = 'command', who = 'somebody' }: GiveWay = JSON.parse(document);
  return id === drill ? `a ${what} by ${who}` : undefined;
}

/** Word of a person to a drill. */
export interface GiveWay {
  readonly drill?: string;
  /** Action that goes first: `restore`, `stop`, … */
  readonly what?: string;
  readonly who?: string;
}
