/** Past event of an application: its time and, where known, the application's creation time. */
export interface Past {
  readonly at: Date;
  /** `CreateTimestamp` of the application; missing in rows of earlier versions and of runs that could not read it. */
  readonly applicationCreatedAt?: Date;
}

/**
 * False for events of an earlier application of the same name: its history, holds and requests do not apply to the
 * recreated one. True while the creation time is unknown.
 */
export function isOfThisApplication({ at, applicationCreatedAt }: Past, createdAt: Date | undefined): boolean {
  if (!createdAt) return true;
  return applicationCreatedAt ? applicationCreatedAt.getTime() === createdAt.getTime() : at >= createdAt;
}
