import type { Call } from '../../local/cloud/aws-call';
import { readJson } from '../../packages/managed-flink/src/http/json-protocol';

/** Parameters of a request by name, as JSON or as the Query protocol carries them. */
export type RequestFields = Readonly<Record<string, unknown>>;

/** Parameters of a call; none where the body is neither JSON nor a form. */
export function readFields({ body, isForm }: Pick<Call, 'body' | 'isForm'>): RequestFields {
  if (isForm) return Object.fromEntries(new URLSearchParams(body.toString('utf8')));
  return body.length === 0 ? {} : readJson(body);
}

/** The first of these parameters that is a text. */
export function firstText(fields: RequestFields, ...names: readonly string[]): string | undefined {
  return names.map((name) => fields[name]).find((value): value is string => typeof value === 'string');
}

/** Members of a list: JSON's own, or `Name.member.1` … of a form, or `Name.1` … of one that is flattened. */
export function texts(fields: RequestFields, name: string): readonly string[] {
  const list = fields[name];
  const found = Array.isArray(list)
    ? list
    : Object.entries(fields)
        .filter(([key]) => key.startsWith(`${name}.`) && /^(?:member\.)?\d+$/.test(key.slice(name.length + 1)))
        .map(([, value]) => value);
  return found.filter((value): value is string => typeof value === 'string');
}

/** Every text in the parameters, however deep. */
export function allTexts(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(allTexts) : [];
}

/** True if parameters contain tags. Calls that remove tags name only keys, in another parameter. */
export function carriesTags(fields: RequestFields): boolean {
  return Object.entries(fields).some(
    ([name, value]) => /^tags?(?:\.|$)/i.test(name) && allTexts(value).join('') !== '',
  );
}

/** Tags of a form: `Tags.member.1.Key`, of SQS `Tag.1.Key`. */
const TAG_KEY = /^(Tags?\.(?:member\.)?\d+\.)Key$/;

/** Tags of a request: a list or an object of JSON, under either spelling, or those of a form. */
export function requestTags(fields: RequestFields): Readonly<Record<string, string>> {
  const written = fields.Tags ?? fields.tags;
  if (Array.isArray(written)) {
    return Object.fromEntries(
      written.map((tag: Readonly<Record<string, unknown>>) => [
        String(tag.Key ?? tag.TagKey ?? tag.key),
        String(tag.Value ?? tag.TagValue ?? tag.value),
      ]),
    );
  }
  if (typeof written === 'object' && written !== null) {
    return Object.fromEntries(Object.entries(written).map(([key, value]) => [key, String(value)]));
  }
  return Object.fromEntries(
    Object.entries(fields).flatMap(([name, key]) => {
      const [, tag] = TAG_KEY.exec(name) ?? [];
      return tag === undefined ? [] : [[String(key), String(fields[`${tag}Value`] ?? '')]];
    }),
  );
}
