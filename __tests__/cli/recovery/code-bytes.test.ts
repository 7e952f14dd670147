import { codeFacts, compareBytes, objectFacts } from '../../../cli/recovery/code-bytes';

const MD5 = '5f4dcc3b5aa765d61d8327deb882cf99';
const BASE64 = 'X03MO1qnZdYdgyfeuILPmQ==';
const OTHER = 'd41d8cd98f00b204e9800998ecf8427e';
const BEFORE = new Date('2026-11-01T00:00:00Z');
const AFTER = new Date('2026-11-28T14:00:00Z');

test.each([
  [
    'the same MD5, although it was written later',
    { md5: MD5, sizeBytes: 8 },
    { md5: MD5, sizeBytes: 8, modifiedAt: AFTER },
  ],
  [
    'no MD5 of one, written before the version',
    { md5: MD5, versionSince: AFTER },
    { sizeBytes: 8, modifiedAt: BEFORE },
  ],
  ['nothing known', {}, {}],
])('%s: nothing speaks against it', (_, code, object) => {
  expect(compareBytes(code, object)).toEqual({ kind: 'same' });
});

test('another size is other code, and so is another MD5, whenever it was written', () => {
  expect(compareBytes({ md5: MD5, sizeBytes: 8 }, { sizeBytes: 9, modifiedAt: BEFORE })).toEqual({
    kind: 'other',
    because: 'it has 9 bytes, the code of the version 8',
  });
  expect(compareBytes({ md5: MD5, sizeBytes: 8, versionSince: AFTER }, { md5: OTHER, modifiedAt: BEFORE })).toEqual({
    kind: 'other',
    because: `its MD5 is ${OTHER}, that of the version's code ${MD5}`,
  });
});

test('written after the version, without an MD5 to compare, it may be other code', () => {
  expect(compareBytes({ md5: MD5, sizeBytes: 8, versionSince: BEFORE }, { sizeBytes: 8, modifiedAt: AFTER })).toEqual({
    kind: 'later',
    because: 'it was written at 2026-11-28T14:00:00.000Z, the version was made at 2026-11-01T00:00:00.000Z',
  });
});

test.each([
  [MD5, MD5],
  [MD5.toUpperCase(), MD5],
  [BASE64, MD5],
  ['fakechecksum', undefined],
])('the MD5 %s of a version is read as %s', (CodeMD5, md5) => {
  const ApplicationConfigurationDescription = {
    ApplicationCodeConfigurationDescription: { CodeContentType: 'ZIPFILE', CodeContentDescription: { CodeMD5 } },
  } as const;
  const detail = { ApplicationARN: 'a', ApplicationName: 'a', RuntimeEnvironment: 'FLINK-1_20' } as const;
  const more = { ApplicationStatus: 'READY', ApplicationVersionId: 6 } as const;
  expect(codeFacts({ ...detail, ...more, ApplicationConfigurationDescription }).md5).toBe(md5);
});

test.each([
  ['in one part', { ETag: `"${MD5}"`, ServerSideEncryption: 'AES256' }, MD5],
  ['in parts', { ETag: `"${MD5}-3"` }, undefined],
  ['encrypted by a key of KMS', { ETag: `"${MD5}"`, ServerSideEncryption: 'aws:kms' }, undefined],
  ['encrypted by a key of the sender', { ETag: `"${MD5}"`, SSECustomerAlgorithm: 'AES256' }, undefined],
])('of an object sent %s the MD5 is %s', (_, answer, md5) => {
  expect(objectFacts(answer).md5).toBe(md5);
});
