import { z } from 'zod';
import { readConstraint } from '../../tools/version-constraint';

/** Version of hashicorp/aws that this project's tests apply. */
export const APPLIED_PROVIDER = '5.100.0';

/** Settings of the Terraform provider hashicorp/aws. */
export const providerSchema = z
  .strictObject({
    version: z
      .string()
      .refine(
        (text) => readConstraint(text) !== undefined,
        'a version constraint of Terraform such as "5.100.0" or ">= 6.20, < 7.0"',
      )
      .default(APPLIED_PROVIDER)
      .describe(
        'Version constraint of hashicorp/aws, from 5.100.0 to 6.x. The tests of this project apply 5.100.0; 6.x was checked only against the types of 6.25. See docs/engines.md.',
      ),
  })
  .prefault({});
