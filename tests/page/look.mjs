// What is looked at in every page: axe-core, sideways scrolling, contrast, the keyboard. Used by the other scripts here.
import { createRequire } from 'node:module';
import { existsSync, readFileSync } from 'node:fs';
import puppeteer from 'puppeteer-core';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice'];
const browsers = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

export function launch() {
  return puppeteer.launch({ executablePath: browsers.find((path) => path && existsSync(path)), args: ['--no-sandbox'] });
}

let found = 0;

export function faults() {
  return found;
}

export function fault(what) {
  found += 1;
  console.log(`  FAULT ${what}`);
}

// Everything that a machine can say of a page as it stands.
export async function examine(page) {
  // What is folded away is read as well.
  await page.evaluate(() => document.querySelectorAll('details').forEach((it) => (it.open = true)));
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  if (wide > 0) fault(`the page scrolls sideways by ${wide} px`);
  // The policy of the page forbids scripts in it; this one comes from outside it.
  await page.evaluate(axe);
  const result = await page.evaluate((tags) => axe.run(document, { runOnly: { type: 'tag', values: tags } }), rules);
  for (const violation of result.violations) {
    fault(`${violation.id} (${violation.impact}), ${violation.nodes.length} times: ${violation.help}`);
    for (const node of violation.nodes.slice(0, 3)) console.log(`    ${node.html.slice(0, 160)}\n    ${node.failureSummary.replace(/\s+/g, ' ')}`);
  }
  for (const open of result.incomplete.filter((it) => it.id === 'color-contrast')) {
    const lowest = await page.evaluate(contrast, open.nodes.map((node) => node.target[0]));
    console.log(`  contrast that axe leaves open, measured here: ${open.nodes.length} texts, the lowest ${lowest.toFixed(1)}`);
    if (lowest < 4.5) fault('contrast under 4.5');
  }
  for (const open of result.incomplete.filter((it) => it.id !== 'color-contrast')) {
    console.log(`  to look at: ${open.id}, ${open.nodes.length} times: ${open.help}`);
    for (const node of open.nodes.slice(0, 3)) console.log(`    ${node.html.slice(0, 160)}\n    ${(node.any[0] ?? node.all[0] ?? node.none[0])?.message}`);
  }
  console.log(`  rules passed: ${result.passes.length}`);
}

// Every place that takes the focus, in the order of the page, each with a visible outline.
export async function keyboard(page) {
  const wanted = await page.evaluate(() => [...document.querySelectorAll('a[href], summary, [tabindex="0"], button, input:not([type=hidden]), select, textarea')].filter((it) => it.checkVisibility()).length);
  let reached = 0;
  await page.evaluate(() => {
    document.body.tabIndex = -1;
    document.body.focus();
    document.body.removeAttribute('tabindex');
  });
  let unseen = 0;
  // A field for a time takes the focus several times.
  for (let tabs = 0; tabs <= 10 * wanted; tabs += 1) {
    await page.keyboard.press('Tab');
    const now = await page.evaluate(() => {
      const it = document.activeElement;
      if (!it || it === document.body) return null;
      const seen = (window.seen ??= new Set());
      const isNew = !seen.has(it);
      seen.add(it);
      return { isNew, reached: seen.size, isSeen: getComputedStyle(it).outlineStyle !== 'none' };
    });
    if (now === null) break;
    reached = now.reached;
    if (now.isNew && !now.isSeen) unseen += 1;
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
      // What only lies under another text is not read.
      if (numbers(style.color)[3] === 0) return Infinity;
      const [one, other] = [light(it.ownerSVGElement ? style.fill : style.color), light(behind(it))].sort((a, b) => b - a);
      return (one + 0.05) / (other + 0.05);
    }),
  );
}
