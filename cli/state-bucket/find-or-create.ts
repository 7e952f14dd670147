import {
  BucketAlreadyExists,
  BucketAlreadyOwnedByYou,
  type BucketLocationConstraint,
  CreateBucketCommand,
  HeadBucketCommand,
  type S3Client,
  S3ServiceException,
  waitUntilBucketExists,
} from '@aws-sdk/client-s3';
import { BucketProblem } from './bucket-problem';
import type { WantedBucket } from './bucket-step';

/** IAM actions for finding and creating. */
export const FIND_AND_CREATE_RIGHTS: readonly string[] = ['s3:ListBucket', 's3:CreateBucket'];

/** Seconds to wait for a new bucket, which S3 knows everywhere within seconds. */
const LONGEST_WAIT_SECONDS = 60;

/**
 * True if the bucket exists, in the right region and account.
 *
 * @throws BucketProblem when it exists elsewhere.
 */
export async function bucketExists(s3: S3Client, wanted: WantedBucket): Promise<boolean> {
  try {
    const { BucketRegion } = await s3.send(
      new HeadBucketCommand({ Bucket: wanted.bucket, ExpectedBucketOwner: wanted.account }),
    );
    if (BucketRegion && BucketRegion !== wanted.region) throw inAnotherRegion(wanted, BucketRegion);
    return true;
  } catch (error) {
    if (!(error instanceof S3ServiceException)) throw error;
    // A HEAD has no body, so the status and a header are all that S3 says.
    const status = error.$metadata.httpStatusCode;
    if (status === 404) return false;
    const itsRegion = error.$response?.headers['x-amz-bucket-region'];
    if (itsRegion && itsRegion !== wanted.region) throw inAnotherRegion(wanted, itsRegion, error);
    if (status === 301) throw inAnotherRegion(wanted, 'another one', error);
    if (status === 403) {
      throw new BucketProblem(
        `${wanted.settingsFile}: state.bucket is ${JSON.stringify(wanted.bucket)}, and S3 denies account ${wanted.account} access to it (403). If the bucket is somebody else’s, choose another name. If it is yours, use credentials of its account with the right s3:ListBucket on it (docs/state.md lists the rights).`,
        { cause: error },
      );
    }
    throw error;
  }
}

/**
 * Creates the bucket, and returns when it exists. A concurrent creation in the same account is no error.
 *
 * @throws BucketProblem when the name is taken.
 */
export async function createBucket(s3: S3Client, wanted: WantedBucket): Promise<void> {
  const { bucket, region } = wanted;
  try {
    await s3.send(
      new CreateBucketCommand({
        Bucket: bucket,
        // The oldest region is the one that has no name here, and refuses its own.
        ...(region === 'us-east-1' ? {} : { CreateBucketConfiguration: { LocationConstraint: location(region) } }),
      }),
    );
  } catch (error) {
    if (error instanceof BucketAlreadyExists) {
      throw new BucketProblem(
        `${wanted.settingsFile}: state.bucket is ${JSON.stringify(bucket)}, which belongs to another account: names are unique in all of AWS. Choose another one, such as ${JSON.stringify(`${bucket}-${wanted.account}`)}.`,
        { cause: error },
      );
    }
    if (!(error instanceof BucketAlreadyOwnedByYou)) throw error;
  }
  await waitUntilBucketExists(
    { client: s3, maxWaitTime: LONGEST_WAIT_SECONDS, minDelay: 1, maxDelay: 5 },
    { Bucket: bucket, ExpectedBucketOwner: wanted.account },
  );
}

function inAnotherRegion(
  { bucket, region, settingsFile }: WantedBucket,
  itsRegion: string,
  cause?: unknown,
): BucketProblem {
  return new BucketProblem(
    `${settingsFile}: state.bucket is ${JSON.stringify(bucket)} and state.region ${JSON.stringify(region)}, but the bucket of that name is in ${itsRegion}. If it is the intended one, set state.region to ${itsRegion}; otherwise choose another name.`,
    { cause },
  );
}

/** Region for S3, which checks it, so that regions newer than the SDK's list work, too. */
function location(region: string): BucketLocationConstraint {
  return region as BucketLocationConstraint;
}
