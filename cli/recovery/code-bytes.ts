import type { ApplicationDetail } from '@aws-sdk/client-kinesis-analytics-v2';

/** Facts about the code of a version, as the service described them when the version was made. */
export interface CodeFacts {
  /** In hexadecimal digits. */
  readonly md5?: string;
  readonly sizeBytes?: number;
  readonly versionSince?: Date;
}

/** Facts about an object of S3; its MD5 only where it is known. */
export interface ObjectFacts {
  readonly md5?: string;
  readonly sizeBytes?: number;
  readonly modifiedAt?: Date;
}

export function codeFacts(detail: ApplicationDetail): CodeFacts {
  const { CodeMD5, CodeSize } =
    detail.ApplicationConfigurationDescription?.ApplicationCodeConfigurationDescription?.CodeContentDescription ?? {};
  const md5 = CodeMD5 === undefined ? undefined : hexadecimal(CodeMD5);
  const versionSince = detail.ApplicationVersionCreateTimestamp ?? detail.LastUpdateTimestamp;
  return {
    ...(md5 !== undefined && { md5 }),
    ...(CodeSize !== undefined && { sizeBytes: CodeSize }),
    ...(versionSince && { versionSince }),
  };
}

/** Facts of an answer about an object. The ETag is its MD5 unless it was sent in parts, or lies there encrypted by a key of KMS. */
export function objectFacts(answer: {
  readonly ETag?: string | undefined;
  readonly ContentLength?: number | undefined;
  readonly LastModified?: Date | undefined;
  readonly ServerSideEncryption?: string | undefined;
  readonly SSECustomerAlgorithm?: string | undefined;
}): ObjectFacts {
  const { ETag = '', ContentLength, LastModified, ServerSideEncryption = 'AES256', SSECustomerAlgorithm } = answer;
  const isPlain = ServerSideEncryption === 'AES256' && SSECustomerAlgorithm === undefined;
  const md5 = isPlain ? /^"?([0-9a-f]{32})"?$/.exec(ETag)?.[1] : undefined;
  return {
    ...(md5 !== undefined && { md5 }),
    ...(ContentLength !== undefined && { sizeBytes: ContentLength }),
    ...(LastModified && { modifiedAt: LastModified }),
  };
}

/** Relation of an object to the code of a version. */
export type Sameness =
  | { readonly kind: 'same' }
  /** Other bytes. */
  | { readonly kind: 'other'; readonly because: string }
  /** Written after the version was made, and nothing shows whether with the same bytes. */
  | { readonly kind: 'later'; readonly because: string };

/** Compares by size and MD5, and without an MD5 by the times. Where nothing is known, nothing speaks against it. */
export function compareBytes(code: CodeFacts, object: ObjectFacts): Sameness {
  if (code.sizeBytes !== undefined && object.sizeBytes !== undefined && code.sizeBytes !== object.sizeBytes) {
    return { kind: 'other', because: `it has ${object.sizeBytes} bytes, the code of the version ${code.sizeBytes}` };
  }
  if (code.md5 !== undefined && object.md5 !== undefined) {
    if (code.md5 === object.md5) return { kind: 'same' };
    return { kind: 'other', because: `its MD5 is ${object.md5}, that of the version's code ${code.md5}` };
  }
  if (code.versionSince && object.modifiedAt && object.modifiedAt > code.versionSince) {
    const [written, made] = [object.modifiedAt, code.versionSince].map((time) => time.toISOString());
    return { kind: 'later', because: `it was written at ${written}, the version was made at ${made}` };
  }
  return { kind: 'same' };
}

/** True if the code of a version was overwritten at its place by that of a later one. */
export function isOverwrittenBy(wanted: CodeFacts, now: CodeFacts): boolean {
  return wanted.md5 !== undefined && now.md5 !== undefined && wanted.md5 !== now.md5;
}

/** The service's documents don't say how it writes an MD5; another text is no MD5. */
function hexadecimal(md5: string): string | undefined {
  if (/^[0-9a-f]{32}$/i.test(md5)) return md5.toLowerCase();
  return /^[A-Za-z0-9+/]{22}==$/.test(md5) ? Buffer.from(md5, 'base64').toString('hex') : undefined;
}
