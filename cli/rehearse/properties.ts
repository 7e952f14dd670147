import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { PropertyGroup } from '../../packages/managed-flink/src/flink-cluster/cluster-home';
import { UsageError } from '../../tools/command';

/** As `properties` of the settings, or as the service's own form (application_properties.json). */
const schema = z.union([
  z.record(z.string(), z.record(z.string(), z.string())),
  z.array(z.object({ PropertyGroupId: z.string(), PropertyMap: z.record(z.string(), z.string()) })),
]);

/**
 * Property groups of a file.
 *
 * @throws UsageError when it can't be read, or has another form.
 */
export function readProperties(file: string): PropertyGroup[] {
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new UsageError(
      `--properties ${file} can't be read as JSON: ${error instanceof Error ? error.message : error}`,
    );
  }
  const groups = schema.safeParse(json);
  if (!groups.success) {
    throw new UsageError(`--properties ${file} has another form, expected {"group": {"name": "value"}}, all text.`);
  }
  if (Array.isArray(groups.data)) return groups.data;
  return Object.entries(groups.data).map(([PropertyGroupId, PropertyMap]) => ({ PropertyGroupId, PropertyMap }));
}
