import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Makes a folder before each test of the file, or of the `describe` around the call, and deletes it afterwards. */
export function temporaryFolder(name: string): { readonly path: string } {
  const folder = { path: '' };
  beforeEach(() => {
    folder.path = mkdtempSync(join(tmpdir(), `${name}-`));
  });
  afterEach(() => rmSync(folder.path, { recursive: true }));
  return folder;
}
