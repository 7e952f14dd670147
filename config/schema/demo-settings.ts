/** JAR of the demo, relative to the project: what runs where the settings name no other. */
export const DEMO_JAR = 'flink-demo/target/user-service.jar';

/** What the demo reads; the reference system's values. */
const DEMO_DEFAULTS = { generateUsersTimerSeconds: 60, pauseBetweenUserGenerationMs: 1500 };

interface WithJob {
  readonly artifacts: { readonly jar: string };
  readonly application?:
    | {
        readonly generateUsersTimerSeconds?: number | undefined;
        readonly pauseBetweenUserGenerationMs?: number | undefined;
      }
    | undefined;
}

/** The settings with the demo's own values where the demo runs; a job of one's own has none unless they are given. */
export function withDemoDefaults<T extends WithJob>(settings: T) {
  const application: T['application'] = settings.application;
  if (application === undefined || settings.artifacts.jar !== DEMO_JAR) return settings;
  return {
    ...settings,
    application: {
      ...application,
      generateUsersTimerSeconds: application.generateUsersTimerSeconds ?? DEMO_DEFAULTS.generateUsersTimerSeconds,
      pauseBetweenUserGenerationMs:
        application.pauseBetweenUserGenerationMs ?? DEMO_DEFAULTS.pauseBetweenUserGenerationMs,
    },
  };
}
