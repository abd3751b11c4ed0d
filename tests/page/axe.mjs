// Checks pages with axe-core in headless Chromium: light and dark, 1,280 and 320 pixels wide (a page at 400 %).
//
//     cd tests/page && npm install
//     node axe.mjs [--pictures FOLDER] FILE.html …
//
// Needs Chromium on the path (`apt-get install chromium`, or CHROMIUM=/path/to/it). Prints what axe calls a violation and
// what it leaves to a person, anything that makes the page scroll sideways, what the browser complains of, and whether
// the keyboard reaches every link; ends with 1 if there is a violation or a fault. With --pictures, writes pictures of
// each page and how it prints, to be looked at.
import { mkdirSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { examine, fault, faults, keyboard, launch } from './look.mjs';

const words = process.argv.slice(2);
const at = words.indexOf('--pictures');
const pictures = at < 0 ? null : words.splice(at, 2)[1];
if (words.length === 0) {
  console.error('node axe.mjs [--pictures FOLDER] FILE.html …');
  process.exit(2);
}
if (pictures) mkdirSync(pictures, { recursive: true });

const browser = await launch();

for (const file of words) {
  for (const scheme of ['light', 'dark']) {
    for (const width of [1280, 320]) {
      console.log(`${file}, ${scheme}, ${width} px`);
      await look(file, scheme, width);
    }
  }
}
await browser.close();
console.log(faults() === 0 ? 'nothing found' : `found: ${faults()}`);
process.exit(faults() === 0 ? 0 : 1);

async function look(file, scheme, width) {
  const page = await browser.newPage();
  page.on('console', (message) => fault(`console: ${message.text()}`));
  page.on('pageerror', (error) => fault(`error: ${error}`));
  page.on('request', (request) => {
    if (!request.url().startsWith('file:')) fault(`asks for ${request.url()}`);
  });
  await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
  await page.setViewport({ width, height: 900 });
  await page.goto(pathToFileURL(resolve(file)).href);
  const picture = pictures && join(pictures, `${basename(dirname(resolve(file)))}.${basename(file, '.html')}.${scheme}.${width}`);
  if (picture) {
    const height = Math.min(await page.evaluate(() => document.documentElement.scrollHeight), 12000);
    await page.screenshot({ path: `${picture}.png`, clip: { x: 0, y: 0, width, height } });
    if (scheme === 'light' && width === 1280) await page.pdf({ path: `${picture}.pdf`, format: 'letter', printBackground: true });
  }
  if (scheme === 'light' && width === 1280) await keyboard(page);
  await examine(page);
  await page.close();
}
