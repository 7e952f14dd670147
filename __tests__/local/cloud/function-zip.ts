import { zipSync } from 'fflate';

/** A deployment package with one module, `index.js`. */
export function functionZip(code: string): Buffer {
  return Buffer.from(zipSync({ 'index.js': Buffer.from(code) }));
}
