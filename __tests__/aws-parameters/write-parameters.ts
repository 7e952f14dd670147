import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { z } from 'zod';
import { COUNTED, PARAMETER_OF, TAG_PARAMETERS } from './mapping';

/**
 * Writes parameters.json: what AWS's service models say about every parameter of mapping.ts.
 *
 *   pip download botocore==1.44.5 --no-deps && unzip botocore-*.whl
 *   npx tsx __tests__/aws-parameters/write-parameters.ts FOLDER_OF_BOTOCORE
 */

const shapeSchema = z.object({
  type: z.string(),
  members: z.record(z.string(), z.object({ shape: z.string() })).optional(),
  member: z.object({ shape: z.string() }).optional(),
  key: z.object({ shape: z.string() }).optional(),
  value: z.object({ shape: z.string() }).optional(),
  min: z.number().optional(),
  max: z.number().optional(),
  pattern: z.string().optional(),
  enum: z.array(z.string()).optional(),
});
const modelSchema = z.object({
  operations: z.record(z.string(), z.object({ input: z.object({ shape: z.string() }).optional() })),
  shapes: z.record(z.string(), shapeSchema),
});

type Model = z.infer<typeof modelSchema>;
type Shape = z.infer<typeof shapeSchema>;

function shapeAt(model: Model, parameter: string): Shape {
  const [, call = ''] = parameter.split(' ');
  const [operation = '', ...path] = call.split(/\.|(?=\[\])/);
  let shape = model.operations[operation]?.input?.shape;
  for (const step of path) {
    const at: Shape | undefined = model.shapes[shape ?? ''];
    if (step === '[]') shape = at?.member?.shape;
    else if (step === '*') shape = at?.value?.shape;
    else if (step === '*key') shape = at?.key?.shape;
    else shape = at?.members?.[step]?.shape;
  }
  const found = model.shapes[shape ?? ''];
  if (!found) throw new Error(`The service models have no parameter ${parameter}.`);
  return found;
}

function newestModel(botocore: string, service: string): Model {
  const folder = join(botocore, 'data', service);
  const version = readdirSync(folder).sort().at(-1) ?? '';
  return modelSchema.parse(JSON.parse(gunzipSync(readFileSync(join(folder, version, 'service-2.json.gz'))).toString()));
}

if (require.main === module) {
  const [botocore] = process.argv.slice(2);
  if (botocore === undefined) throw new Error('Name the folder of the package botocore.');
  const models = new Map<string, Model>();
  const mapped = [PARAMETER_OF, COUNTED, TAG_PARAMETERS].flatMap((table) => Object.values(table).flat());
  const parameters = [...new Set(mapped)].sort();
  const table = Object.fromEntries(
    parameters.map((parameter) => {
      const service = parameter.split(' ')[0] ?? '';
      const model = models.get(service) ?? newestModel(botocore, service);
      models.set(service, model);
      const { min, max, pattern, enum: values } = shapeAt(model, parameter);
      return [parameter, { min, max, pattern, values }];
    }),
  );
  writeFileSync(join(__dirname, 'parameters.json'), `${JSON.stringify(table, null, 2)}\n`);
}
