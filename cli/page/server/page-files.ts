import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT } from '../../checkout';

/** Files of the page beside its document, as they are built. */
const FOLDER = join(PROJECT, '.build', 'kda', 'page');
const FILES: Readonly<Record<string, { readonly file: string; readonly type: string }>> = {
  '/page.js': { file: 'page.js', type: 'text/javascript; charset=utf-8' },
  '/page.css': { file: 'page.css', type: 'text/css; charset=utf-8' },
};

/** File of the page at a path; undefined: it has none there. */
export function pageFile(path: string): { readonly body: Buffer; readonly type: string } | undefined {
  const found = FILES[path];
  return found && { body: readFileSync(join(FOLDER, found.file)), type: found.type };
}

/** Document of the page. The token is in it, so no other origin can read it. */
export function pageDocument(token: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="kda-page-token" content="${token}">
<title>kda: is everything safe?</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/page.css">
<script type="module" src="/page.js"></script>
</head>
<body><div id="page"></div><noscript>This page needs JavaScript. kda status answers without it.</noscript></body>
</html>
`;
}

/** Rules for the browser: nothing from elsewhere is loaded, asked or framed. */
export const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'cache-control': 'no-store',
};
