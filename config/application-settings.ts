import { z } from 'zod';
import { NOTIFICATION_POLICIES } from '../lambda-src/contract';
import { applicationName } from './application-name';
import { retentionSchema } from './retention-settings';

const SELECTORS = ['name', 'prefix', 'pattern', 'tag'] as const;

const entry = z
  .strictObject({
    name: applicationName.optional().describe('Exactly this application.'),
    prefix: applicationName.optional().describe('Every application whose name starts so.'),
    pattern: z
      .string()
      .regex(/^[a-zA-Z0-9_.*?-]{1,128}$/, 'must be 1 to 128 letters, digits or any of "_.-", with "*" and "?"')
      .optional()
      .describe('Every application whose whole name fits: "*" is any text, "?" is one character.'),
    tag: z
      .strictObject({ key: z.string().min(1).max(128), value: z.string().max(256) })
      .optional()
      .describe('Every application with this tag.'),
    retention: retentionSchema.optional().describe('In place of snapshots.retention.'),
    snapshotAgeMinutes: z.int().min(2).max(100_000).optional().describe('In place of alarms.snapshotAgeMinutes.'),
    notify: z.enum(NOTIFICATION_POLICIES).optional().describe('In place of notifications.policy.'),
  })
  .refine(
    (value) => SELECTORS.filter((selector) => value[selector] !== undefined).length === 1,
    'exactly one of name, prefix, pattern, tag in each object',
  );

/** One entry of `snapshots.applications`: a name, or a way to select applications and what is different for them. */
export const snapshottedApplication = z.union([applicationName, entry]);

/** An entry of the settings, whichever way it was written. */
export type ApplicationEntry = z.infer<typeof entry>;

/** The entry in its long form. */
export function longForm(written: z.infer<typeof snapshottedApplication>): ApplicationEntry {
  return typeof written === 'string' ? { name: written } : written;
}
