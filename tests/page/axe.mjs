// Checks pages with axe-core in headless Chromium: light and dark, 1,280 and 320 pixels wide (a page at 400 %).
//
//     cd tests/page && npm install
//     node axe.mjs [--pictures FOLDER] FILE.html …
//
// Needs Chromium on the path (`apt-get install chromium`, or CHROMIUM=/path/to/it). Prints what axe calls a violation and
// what it leaves to a person, anything that makes the page scroll sideways, what the browser complains of, and whether
// the keyboard reaches every link; ends with 1 if there is a violation or a fault. With --pictures, writes pictures of
// each page and how it prints, to be looked at.
import { createRequire } from 'node:module';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import puppeteer from 'puppeteer-core';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice'];
const browsers = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

const words = process.argv.slice(2);
const at = words.indexOf('--pictures');
const pictures = at < 0 ? null : words.splice(at, 2)[1];
if (words.length === 0) {
  console.error('node axe.mjs [--pictures FOLDER] FILE.html …');
  process.exit(2);
}
if (pictures) mkdirSync(pictures, { recursive: true });

const browser = await puppeteer.launch({
  executablePath: browsers.find((path) => path && existsSync(path)),
  args: ['--no-sandbox'],
});
let faults = 0;
const fault = (what) => {
  faults += 1;
  console.log(`  FAULT ${what}`);
};

for (const file of words) {
  for (const scheme of ['light', 'dark']) {
    for (const width of [1280, 320]) {
      console.log(`${file}, ${scheme}, ${width} px`);
      await look(file, scheme, width);
    }
  }
}
await browser.close();
console.log(faults === 0 ? 'nothing found' : `found: ${faults}`);
process.exit(faults === 0 ? 0 : 1);

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
  // What is folded away is read as well.
  await page.evaluate(() => document.querySelectorAll('details').forEach((it) => (it.open = true)));
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  if (wide > 0) fault(`the page scrolls sideways by ${wide} px`);
  // The policy of the page forbids scripts in it; this one comes from outside it.
  await page.evaluate(axe);
  const found = await page.evaluate((tags) => axe.run(document, { runOnly: { type: 'tag', values: tags } }), rules);
  for (const violation of found.violations) {
    fault(`${violation.id} (${violation.impact}), ${violation.nodes.length} times: ${violation.help}`);
    for (const node of violation.nodes.slice(0, 3)) console.log(`    ${node.html.slice(0, 160)}\n    ${node.failureSummary.replace(/\s+/g, ' ')}`);
  }
  for (const open of found.incomplete.filter((it) => it.id === 'color-contrast')) {
    const lowest = await page.evaluate(contrast, open.nodes.map((node) => node.target[0]));
    console.log(`  contrast that axe leaves open, measured here: ${open.nodes.length} texts, the lowest ${lowest.toFixed(1)}`);
    if (lowest < 4.5) fault('contrast under 4.5');
  }
  for (const open of found.incomplete.filter((it) => it.id !== 'color-contrast')) {
    console.log(`  to look at: ${open.id}, ${open.nodes.length} times: ${open.help}`);
    for (const node of open.nodes.slice(0, 3)) console.log(`    ${node.html.slice(0, 160)}\n    ${(node.any[0] ?? node.all[0] ?? node.none[0])?.message}`);
  }
  console.log(`  rules passed: ${found.passes.length}`);
  await page.close();
}

// Every place that takes the focus, in the order of the page, each with a visible outline.
async function keyboard(page) {
  const wanted = await page.evaluate(() => [...document.querySelectorAll('a[href], summary, [tabindex="0"]')].filter((it) => it.checkVisibility()).length);
  let reached = 0;
  let unseen = 0;
  for (; reached <= wanted; reached += 1) {
    await page.keyboard.press('Tab');
    const seen = await page.evaluate(() => {
      const it = document.activeElement;
      if (!it || it === document.body) return null;
      return getComputedStyle(it).outlineStyle !== 'none';
    });
    if (seen === null) break;
    if (!seen) unseen += 1;
  }
  console.log(`  keyboard: ${reached} of ${wanted} places reached`);
  if (reached < wanted) fault('the keyboard does not reach every place');
  if (unseen > 0) fault(`${unseen} places show no focus`);
}

// The lowest contrast of the texts against the nearest background that is one: drawings and what is scrolled out of sight.
function contrast(targets) {
  const numbers = (colour) => colour.match(/[\d.]+/g).map(Number);
  const light = (colour) => {
    const [red, green, blue] = numbers(colour).map((it) => it / 255).map((it) => (it <= 0.04045 ? it / 12.92 : ((it + 0.055) / 1.055) ** 2.4));
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const behind = (it) => {
    for (; it; it = it.parentElement) {
      const colour = getComputedStyle(it).backgroundColor;
      if (numbers(colour)[3] !== 0) return colour;
    }
    return 'rgb(255, 255, 255)';
  };
  return Math.min(
    ...targets.map((target) => {
      const it = document.querySelector(target);
      const style = getComputedStyle(it);
      const [one, other] = [light(it.ownerSVGElement ? style.fill : style.color), light(behind(it))].sort((a, b) => b - a);
      return (one + 0.05) / (other + 0.05);
    }),
  );
}
