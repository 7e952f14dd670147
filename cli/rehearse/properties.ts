import { z } from 'zod';
import type { PropertyGroup } from '../../packages/managed-flink/src/flink-cluster/cluster-home';
import { UsageError } from '../../tools/command';
import { readJsonArgument } from '../../tools/json-argument';

/** As `properties` of the settings, or as the service's own form (application_properties.json). */
const schema = z.union([
  z.record(z.string(), z.record(z.string(), z.string())),
  z.array(z.object({ PropertyGroupId: z.string(), PropertyMap: z.record(z.string(), z.string()) })),
]);

const EXPECTED = 'property groups as {"group": {"name": "value"}}, all text';

/**
 * Property groups of a file.
 *
 * @throws UsageError when it can't be read, or has another form.
 */
export function readProperties(file: string): PropertyGroup[] {
  const groups = schema.safeParse(readJsonArgument('--properties', file, EXPECTED));
  if (!groups.success) {
    throw new UsageError(`--properties ${file} has another form, expected ${EXPECTED}.`);
  }
  if (Array.isArray(groups.data)) return groups.data;
  return Object.entries(groups.data).map(([PropertyGroupId, PropertyMap]) => ({ PropertyGroupId, PropertyMap }));
}
