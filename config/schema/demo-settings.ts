/** JAR of the demo, relative to the project: the default of `artifacts.jar`. */
export const DEMO_JAR = 'flink-demo/target/user-service.jar';

/** Properties of the demo, with the values of the reference system. */
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

/** Adds the demo's property values where the demo's JAR runs; another job gets none unless they are set. */
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
