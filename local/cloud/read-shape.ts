import type { z } from 'zod';

/**
 * Fields of a request.
 *
 * @param errorOf makes a service's error of the sentence that names each field with a fault.
 */
export function readShape<Schema extends z.ZodType>(
  schema: Schema,
  request: unknown,
  errorOf: (message: string) => Error,
): z.infer<Schema> {
  const result = schema.safeParse(request);
  if (result.success) return result.data;
  const issues = result.error.issues.map((issue) => `${issue.path.join('.') || 'request'}: ${issue.message}`);
  throw errorOf(`The request is not valid: ${issues.join('; ')}.`);
}
