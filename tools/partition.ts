/** Account, region and partition for an ARN. */
export interface Place {
  /** Id of the account. */
  readonly id: string;
  readonly region: string;
  readonly partition: string;
}

/** Partition of a region, which is part of every ARN in it. */
export function partitionOf(region: string): 'aws' | 'aws-cn' | 'aws-us-gov' {
  if (region.startsWith('us-gov-')) return 'aws-us-gov';
  return region.startsWith('cn-') ? 'aws-cn' : 'aws';
}

/** Domain of service principals that have a region in their name. */
export function serviceDomainOf(region: string): string {
  return region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';
}

/** ARN of a bucket, or of an object in it. */
export function bucketArn({ partition }: Pick<Place, 'partition'>, bucket: string, key?: string): string {
  return `arn:${partition}:s3:::${bucket}${key === undefined ? '' : `/${key}`}`;
}
