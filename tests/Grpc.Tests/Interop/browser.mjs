// Builds the page, serves it from an origin of its own, opens it in Chromium, and prints what it leaves: argv is the path of Chromium,
// the address of the server for HTTP/1.1, and the contract as a FileDescriptorSet.
import { createServer } from 'node:http';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { build } from 'vite';
import { chromium } from 'playwright-core';

const [, , executablePath, server, contract] = process.argv;
const folder = path.join(import.meta.dirname, 'page');
await build({ configFile: path.join(folder, 'vite.config.mjs'), logLevel: 'error' });

const types = { '.html': 'text/html', '.js': 'text/javascript' };
const files = createServer((request, response) => {
  const name = path.normalize(new URL(request.url, 'http://page').pathname).replace(/\/$/, '/index.html');
  try {
    const content = readFileSync(path.join(folder, 'dist', name));
    response.writeHead(200, { 'content-type': types[path.extname(name)] ?? 'application/octet-stream' }).end(content);
  } catch {
    response.writeHead(404).end();
  }
});
await new Promise(resolve => files.listen(0, '127.0.0.1', resolve));

const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'] });
try {
  const page = await browser.newPage();
  page.on('pageerror', error => console.error(error));
  page.on('console', message => console.error(message.text()));
  const query = new URLSearchParams({ server, contract: readFileSync(contract).toString('base64') });
  await page.goto(`http://127.0.0.1:${files.address().port}/?${query}`);
  await page.waitForFunction(() => document.title === 'done', null, { timeout: 240000 });
  console.log(await page.textContent('#lines'));
} finally {
  await browser.close();
  files.close();
}

process.exit();
