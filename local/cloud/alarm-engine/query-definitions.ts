import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { errorAnswer, jsonAnswer, readJson } from '../../../packages/managed-flink/src/http/json-protocol';
import type { Interceptor } from '../gateway';
import { readKeptFile, writeKeptFile } from '../kept-file';

const definition = z.object({
  queryDefinitionId: z.string(),
  name: z.string(),
  queryString: z.string(),
  logGroupNames: z.array(z.string()).optional(),
  lastModified: z.number(),
});
const putRequest = definition.partial({ queryDefinitionId: true, lastModified: true });

const OPERATIONS = new Set(['PutQueryDefinition', 'DescribeQueryDefinitions', 'DeleteQueryDefinition']);

/** The saved queries of CloudWatch Logs Insights, which the emulator lacks; kept in `file`. */
export async function openQueryDefinitions(file: string): Promise<Interceptor> {
  const kept = z.record(z.string(), definition).parse(await readKeptFile(file));
  const definitions = new Map(Object.entries(kept));
  const save = (): Promise<void> => writeKeptFile(file, Object.fromEntries(definitions));

  return {
    wants: (head) => head.service === 'logs' && head.operation !== undefined && OPERATIONS.has(head.operation),
    answer: async (call) => {
      const request = readJson(call.body);
      if (call.operation === 'PutQueryDefinition') {
        const parsed = putRequest.safeParse(request);
        if (!parsed.success) return errorAnswer('InvalidParameterException', parsed.error.message);
        const id = parsed.data.queryDefinitionId ?? randomUUID();
        definitions.set(id, { ...parsed.data, queryDefinitionId: id, lastModified: Date.now() });
        await save();
        return jsonAnswer({ queryDefinitionId: id });
      }
      if (call.operation === 'DeleteQueryDefinition') {
        const id = typeof request.queryDefinitionId === 'string' ? request.queryDefinitionId : '';
        if (!definitions.delete(id))
          return errorAnswer('ResourceNotFoundException', `There is no query definition "${id}".`);
        await save();
        return jsonAnswer({ success: true });
      }
      const prefix = typeof request.queryDefinitionNamePrefix === 'string' ? request.queryDefinitionNamePrefix : '';
      return jsonAnswer({
        queryDefinitions: [...definitions.values()].filter((candidate) => candidate.name.startsWith(prefix)),
      });
    },
  };
}
