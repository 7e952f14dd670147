import { randomUUID } from 'node:crypto';
import type { Answer } from '../aws-call';

/** AWS Query protocol (form in, XML out), which Terraform's provider 5 speaks with CloudWatch. */

type Tree = string | { [key: string]: Tree };

/** `Metrics.member.1.Id=e1` → `{ Metrics: [{ Id: 'e1' }] }`; all leaves are text. */
export function readForm(form: string): Readonly<Record<string, unknown>> {
  const root: { [key: string]: Tree } = {};
  for (const [path, value] of new URLSearchParams(form)) {
    const keys = path.split('.').filter((key) => key !== 'member');
    const last = keys.pop();
    if (last === undefined) continue;
    let node = root;
    for (const key of keys) {
      const child = node[key];
      const next: { [key: string]: Tree } = typeof child === 'object' ? child : {};
      node[key] = next;
      node = next;
    }
    node[last] = value;
  }
  return Object.fromEntries(Object.entries(root).map(([key, value]) => [key, listsOf(value)]));
}

function listsOf(tree: Tree): unknown {
  if (typeof tree === 'string') return tree;
  const entries = Object.entries(tree);
  const isList = entries.length > 0 && entries.every(([key]) => /^\d+$/.test(key));
  if (isList) return entries.sort(([a], [b]) => Number(a) - Number(b)).map(([, value]) => listsOf(value));
  return Object.fromEntries(entries.map(([key, value]) => [key, listsOf(value)]));
}

const NAMESPACE = 'http://monitoring.amazonaws.com/doc/2010-08-01/';

export function xmlAnswer(operation: string, result: object): Answer {
  const body =
    `<${operation}Response xmlns="${NAMESPACE}"><${operation}Result>${xmlOf(result)}</${operation}Result>` +
    `<ResponseMetadata><RequestId>${randomUUID()}</RequestId></ResponseMetadata></${operation}Response>`;
  return { status: 200, headers: { 'content-type': 'text/xml' }, body: Buffer.from(body) };
}

export function xmlError(code: string, message: string): Answer {
  const body =
    `<ErrorResponse xmlns="${NAMESPACE}"><Error><Type>Sender</Type><Code>${code}</Code>` +
    `<Message>${escaped(message)}</Message></Error><RequestId>${randomUUID()}</RequestId></ErrorResponse>`;
  return { status: 400, headers: { 'content-type': 'text/xml' }, body: Buffer.from(body) };
}

function xmlOf(value: object): string {
  return Object.entries(value)
    .filter(([, member]) => member !== undefined && member !== null)
    .map(([key, member]: [string, unknown]) => `<${key}>${content(key, member)}</${key}>`)
    .join('');
}

function content(key: string, value: unknown): string {
  if (Array.isArray(value)) return value.map((item) => `<member>${content('', item)}</member>`).join('');
  if (value instanceof Date) return value.toISOString();
  if (typeof value === 'object' && value !== null) return xmlOf(value);
  // Kept in epoch seconds; this protocol writes ISO 8601.
  if (key.endsWith('Timestamp') && typeof value === 'number') return new Date(value * 1_000).toISOString();
  return escaped(String(value));
}

/** Text in XML. */
export function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
