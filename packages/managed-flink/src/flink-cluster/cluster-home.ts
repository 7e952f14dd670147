import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { clusterFolders, type FlinkSettings, flinkConfig, toYaml } from './flink-config';

/** Same shape as the Managed Flink API's, and as the file that KinesisAnalyticsRuntime reads. */
export interface PropertyGroup {
  readonly PropertyGroupId: string;
  readonly PropertyMap: Readonly<Record<string, string>>;
}

export interface HomeOptions extends FlinkSettings {
  readonly propertyGroups: readonly PropertyGroup[];
}

/** Makes the folders of a cluster, its configuration and the properties of its job. */
export async function prepareHome(options: HomeOptions): Promise<void> {
  const { home, propertyGroups } = options;
  const folders = clusterFolders(home);
  // Left by an earlier cluster that did not end in order.
  await rm(folders.tmp, { recursive: true, force: true });
  for (const folder of Object.values(folders)) await mkdir(folder, { recursive: true });
  await writeFile(join(folders.conf, 'config.yaml'), toYaml(flinkConfig(options)));
  // KinesisAnalyticsRuntime finds the property file through this class path resource; its own names a file below /etc.
  await writeFile(
    join(folders.conf, 'config.properties'),
    `application_properties_file = ${propertiesFile(home).replaceAll('\\', '\\\\')}\n`,
  );
  await writeFile(profilesFile(home), '');
  await writeProperties(home, propertyGroups);
}

/** File of AWS profiles that has none. */
export function profilesFile(home: string): string {
  return join(clusterFolders(home).conf, 'aws-profiles');
}

function propertiesFile(home: string): string {
  return join(clusterFolders(home).conf, 'application_properties.json');
}

/** Replaced in one step: a job that starts just now reads the old properties or the new ones. */
export async function writeProperties(home: string, groups: readonly PropertyGroup[]): Promise<void> {
  const file = propertiesFile(home);
  await writeFile(`${file}.new`, `${JSON.stringify(groups, null, 2)}\n`);
  await rename(`${file}.new`, file);
}
