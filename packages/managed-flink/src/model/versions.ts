import type { Application, EarlierVersion, Versioned } from './application';

/** Gives the application its next version: what it was until now is kept, and `changes` hold from now on. */
export function replaceVersion(application: Application, changes: Partial<Versioned>, now: Date): void {
  application.versions.push(presentVersion(application));
  Object.assign(application, changes, {
    updatedFrom: application.versionId,
    rolledBackFrom: undefined,
    rolledBackTo: undefined,
    versionId: application.versionId + 1,
    updatedAt: now,
  });
}

/** A version of the application, the present one included; undefined: there is none of that number. */
export function findVersion(application: Application, versionId: number): EarlierVersion | undefined {
  if (versionId === application.versionId) return presentVersion(application);
  return application.versions.find((each) => each.versionId === versionId);
}

/** Versions of an application, newest first. */
export function versionsOf(application: Application): EarlierVersion[] {
  return [presentVersion(application), ...application.versions.toReversed()];
}

/** The parts of a version that an update changes, and nothing else. */
export function versioned(version: Versioned): Versioned {
  const { configuration, runtimeEnvironment, serviceExecutionRole, loggingOptions, runConfiguration } = version;
  return { configuration, runtimeEnvironment, serviceExecutionRole, loggingOptions, runConfiguration };
}

function presentVersion(application: Application): EarlierVersion {
  const { versionId, status, updatedAt, updatedFrom, rolledBackFrom, rolledBackTo } = application;
  return { ...versioned(application), versionId, status, updatedAt, updatedFrom, rolledBackFrom, rolledBackTo };
}
