/** What of an application's past carries: when it was, and, where that is known, of which application. */
export interface Past {
  readonly at: Date;
  /** `CreateTimestamp` of the application; unknown in rows of earlier versions and of runs that could not read it. */
  readonly applicationCreatedAt?: Date;
}

/**
 * False for what belongs to an earlier application of the same name: its history, holds and requests say nothing about
 * the one that was made anew. While the creation of the present one is unknown, nothing is forgotten.
 */
export function isOfThisApplication({ at, applicationCreatedAt }: Past, createdAt: Date | undefined): boolean {
  if (!createdAt) return true;
  return applicationCreatedAt ? applicationCreatedAt.getTime() === createdAt.getTime() : at >= createdAt;
}
