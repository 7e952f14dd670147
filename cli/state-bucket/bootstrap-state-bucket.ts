import type { S3Client } from '@aws-sdk/client-s3';
import { describeAwsTrouble } from '../../tools/aws-trouble';
import { BucketProblem } from './bucket-problem';
import type { WantedBucket } from './bucket-step';
import { BUCKET_STEPS } from './bucket-steps';
import { bucketExists, createBucket, FIND_AND_CREATE_RIGHTS } from './find-or-create';

/** Result for one property of the bucket. */
export interface StepResult {
  readonly step: string;
  readonly outcome: 'already' | 'left' | 'danger' | 'changed' | 'would-change';
  /** Whole sentence. */
  readonly message: string;
}

/** IAM actions that a bootstrap needs on the bucket, each once. */
export const BOOTSTRAP_RIGHTS: readonly string[] = [
  ...FIND_AND_CREATE_RIGHTS,
  ...BUCKET_STEPS.flatMap(({ rights }) => rights),
];

/**
 * Prepares the bucket for Terraform's state: creates it if it is missing, then checks each property and changes only
 * what differs. Deletes nothing and weakens nothing; a second run changes nothing.
 *
 * @param dryRun true: the same list without changes.
 * @param onStep called with each result as soon as it is known.
 * @throws BucketProblem when a step fails; earlier changes stay.
 */
export async function bootstrapStateBucket(
  s3: S3Client,
  wanted: WantedBucket,
  dryRun: boolean,
  onStep: (result: StepResult) => void,
): Promise<void> {
  const found = await explained(wanted, 'bucket', FIND_AND_CREATE_RIGHTS, async () => {
    const exists = await bucketExists(s3, wanted);
    if (!exists && !dryRun) await createBucket(s3, wanted);
    return exists;
  });
  onStep(
    found
      ? { step: 'bucket', outcome: 'already', message: `The bucket ${wanted.bucket} exists, in ${wanted.region}.` }
      : result('bucket', dryRun, `The bucket ${wanted.bucket}`, `created in ${wanted.region}`),
  );

  for (const step of BUCKET_STEPS) {
    const outcome = await explained(wanted, step.name, step.rights, async () => {
      const finding = await step.look(s3, wanted, found || !dryRun);
      if (finding.is !== 'to-change') return { step: step.name, outcome: finding.is, message: finding.message };
      if (!dryRun) await finding.apply();
      return result(step.name, dryRun, finding.what, finding.change);
    });
    onStep(outcome);
  }
}

function result(step: string, dryRun: boolean, what: string, change: string): StepResult {
  return {
    step,
    outcome: dryRun ? 'would-change' : 'changed',
    message: `${what} ${dryRun ? 'would be' : 'was'} ${change}.`,
  };
}

/** Runs a step; for an unexpected AWS error it names the step and the rights it needs. */
async function explained<Result>(
  { bucket }: WantedBucket,
  step: string,
  rights: readonly string[],
  act: () => Promise<Result>,
): Promise<Result> {
  try {
    return await act();
  } catch (cause) {
    if (cause instanceof BucketProblem || !(cause instanceof Error)) throw cause;
    const trouble = describeAwsTrouble(cause, 'state.region');
    if (trouble) throw new BucketProblem(trouble, { cause });
    throw new BucketProblem(
      `The step "${step}" of the bucket ${bucket} failed (${cause.name}: ${cause.message}). It needs ${rights.join(' and ')} on arn:…:${bucket}. Earlier steps stay; correct the cause and run it again.`,
      { cause },
    );
  }
}
