import { z } from 'zod';

/** Subnets and security groups of one VPC. Counts and patterns: CreateFunction and CreateApplication, 2026-11. */
export const vpcSchema = z
  .strictObject({
    subnetIds: z
      .array(
        z.string().regex(/^subnet-[0-9a-z]{1,100}$/, 'must be the id of a subnet such as "subnet-0123456789abcdef0"'),
      )
      .min(1)
      .max(16)
      .describe('Private subnets, preferably in two availability zones.'),
    securityGroupIds: z
      .array(
        z
          .string()
          .regex(/^sg-[0-9a-zA-Z]{1,100}$/, 'must be the id of a security group such as "sg-0123456789abcdef0"'),
      )
      .min(1)
      .max(5)
      .describe('Security groups of the network interfaces.'),
  })
  .optional();
