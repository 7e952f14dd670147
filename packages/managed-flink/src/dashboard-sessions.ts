import { randomBytes } from 'node:crypto';
import type { Clock } from './clock';

/** A URL must be used within this time; then it is good until its session ends (API reference). */
const FIRST_USE_MS = 3 * 60 * 1000;
const DEFAULT_DURATION_S = 12 * 60 * 60;

interface Session {
  readonly applicationName: string;
  readonly expiresAtMs: number;
  /** None once the URL was used. */
  firstUseUntilMs?: number;
}

/** Tokens of dashboard URLs, with the application each may show. */
export class DashboardSessions {
  readonly #sessions = new Map<string, Session>();
  /** Address of this server, known once it listens. */
  base = 'http://127.0.0.1';

  constructor(private readonly clock: Clock) {}

  /** Opens a session. @returns its URL: Flink's REST API lies below the same path, with the same token. */
  open(applicationName: string, durationSeconds = DEFAULT_DURATION_S): string {
    const nowMs = this.clock.now().getTime();
    for (const [token, session] of this.#sessions) if (hasEnded(session, nowMs)) this.#sessions.delete(token);
    const token = randomBytes(32).toString('hex');
    this.#sessions.set(token, {
      applicationName,
      expiresAtMs: nowMs + durationSeconds * 1000,
      firstUseUntilMs: nowMs + FIRST_USE_MS,
    });
    return `${this.base}${DASHBOARD_PATH}?authToken=${token}`;
  }

  /** The application that the token opens now; undefined: none. */
  use(token: string): string | undefined {
    const session = this.#sessions.get(token);
    if (!session || hasEnded(session, this.clock.now().getTime())) return undefined;
    session.firstUseUntilMs = undefined;
    return session.applicationName;
  }
}

/** Path of the dashboard, as in the URLs of the service. */
export const DASHBOARD_PATH = '/flinkdashboard';

function hasEnded({ expiresAtMs, firstUseUntilMs }: Session, nowMs: number): boolean {
  return nowMs >= expiresAtMs || (firstUseUntilMs !== undefined && nowMs >= firstUseUntilMs);
}
