/** Object version that holds the bytes of a build. */
export interface KeptBuild {
  readonly key: string;
  readonly versionId: string;
}

/** Application version whose code and settings run again. */
export interface PlannedCode {
  readonly version: number;
  /** Version that is left. */
  readonly from: number;
  /** Key of its code in S3. */
  readonly key?: string;
  /** Parts in which it differs from the version that is left. */
  readonly differences: readonly string[];
  /** Build that is copied to the key first, because Terraform deleted the copy there. */
  readonly build?: KeptBuild;
}
