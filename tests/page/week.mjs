// Week and Coverage in a browser, over the real server and a real store: an export dropped and read, a finding decided,
// shown after a reload, in decisions.csv and in the next report; by keyboard alone and with script off; then axe-core on
// every page in both languages, light and dark, at 320, 768 and 1,440 pixels.
//
//     cargo build && cd tests/page && npm ci
//     node week.mjs [--pictures FOLDER]
//
// Needs Chromium, as axe.mjs does. Ends with 1 if anything is not as it should be.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { examine, fault, faults, keyboard } from './look.mjs';
import { binary, flow, stage } from './stage.mjs';

const at = process.argv.indexOf('--pictures');
const pictures = at < 0 ? null : resolve(process.argv[at + 1]);
if (pictures) mkdirSync(pictures, { recursive: true });

const input = fileURLToPath(new URL('../cases/cli/decisions/input', import.meta.url));
const days = 'from=2026-11-02&to=2026-11-08';
const pages = {
  en: { week: '/en/week', coverage: '/en/coverage', held: 'waived by A. Roy', accepted: 'pair accepted by A. Roy', read: '2026-10-20 to 2026-11-22', meanwhile: 'Someone else decided', byHand: 'paired by hand by A. Roy', known: 'known: 13' },
  fr: { week: '/fr/semaine', coverage: '/fr/couverture', held: 'dispense par A. Roy', accepted: 'paire acceptée par A. Roy', read: '2026-10-20 au 2026-11-22', meanwhile: 'Quelqu’un d’autre a décidé', byHand: 'jumelées à la main par A. Roy', known: 'connus\u00a0: 13' },
};

const says = (page, words) => page.waitForFunction((words) => document.body.textContent.includes(words), { timeout: 10000 }, words);
const lead = (page, act) => Promise.all([page.waitForNavigation(), act]);
const report = () => execFileSync(binary, ['report', '--from', '2026-11-02', '--to', '2026-11-08', '--fail-on', 'error'], { cwd: folder, encoding: 'utf8', env: {} });

const folder = mkdtempSync(join(tmpdir(), 'tandem-week-'));
copyFileSync(join(input, 'tandem.toml'), join(folder, 'tandem.toml'));
const decisions = join(folder, 'decisions.csv');
const { open, close } = await stage(folder);
try {
  for (const language of ['en', 'fr']) {
    await flow(`an export is dropped and read (${language})`, () => dropped(language));
    await flow(`a finding is set aside, by keyboard alone (${language})`, () => waived(language));
    await flow(`the same is undone, with script off (${language})`, () => undone(language));
    await flow(`a pair is accepted and one named, by keyboard alone (${language})`, () => paired(language));
    await flow(`an export is read, with script off (${language})`, () => readWithoutScript(language));
    await flow(`two browsers decide at once (${language})`, () => together(language));
  }
  await flow('the other language keeps the place', toggled);
  for (const language of ['en', 'fr']) await everyPage(language);
} finally {
  await close();
  rmSync(folder, { recursive: true });
}
console.log(faults() === 0 ? 'nothing found' : `found: ${faults()}`);
process.exitCode = faults() === 0 ? 0 : 1;

// The report ends with 1 where there are findings.
function reported() {
  try {
    return report();
  } catch (ended) {
    return ended.stdout;
  }
}

async function dropped(language) {
  const { coverage, read, week } = pages[language];
  const page = await open(coverage);
  await (await page.$('#file')).uploadFile(join(input, 'posts.jsonl'));
  await page.$eval('#covered-from', (it) => (it.value = '2026-10-20'));
  await page.$eval('#covered-to', (it) => (it.value = '2026-11-22'));
  await lead(page, page.click('form[enctype] button'));
  await says(page, 'posts.jsonl');
  await page.waitForFunction(() => !document.querySelector('[data-watch]'), { timeout: 10000 });
  await says(page, read);
  await page.goto(new URL(`${week}?${days}`, page.url()).href);
  await says(page, '14 kayakers');
  await page.close();
}

// To the place of that id or name, as a keyboard goes.
async function to(page, wanted) {
  for (let tabs = 0; tabs < 200; tabs += 1) {
    await page.keyboard.press('Tab');
    const here = await page.evaluate((wanted) => [document.activeElement.id, document.activeElement.value, document.activeElement.closest?.('h3 a')?.getAttribute('href')].some((it) => it === wanted || (wanted === 'first' && it?.startsWith('/'))), wanted);
    if (here) return;
  }
  throw new Error(`the keyboard does not reach ${wanted}`);
}

async function waived(language) {
  const { week, held } = pages[language];
  const page = await open(`${week}?${days}&rule=missing-counterpart`);
  await to(page, 'first');
  await lead(page, page.keyboard.press('Enter'));
  await to(page, 'waive-reason');
  await page.keyboard.type('event is over – événement terminé');
  await to(page, 'expires');
  // A date as a keyboard types it: the order is that of the browser’s language.
  await page.keyboard.type('12312099');
  await to(page, 'waive-author');
  await page.keyboard.type('A. Roy');
  await lead(page, page.keyboard.press('Enter'));
  await says(page, held);
  await page.reload();
  await says(page, held);
  assert.match(readFileSync(decisions, 'utf8'), /waive,f-[0-9a-f]{16},,,event is over – événement terminé,A\. Roy,/);
  assert.ok(reported().includes('événement terminé'));
  await examine(page);
  await page.close();
}

// Both are taken back at the end, for those who come next.
async function paired(language) {
  const { week, accepted, byHand } = pages[language];
  const page = await open(`${week}?${days}&rule=pairs&state=open`);
  await to(page, 'first');
  await lead(page, page.keyboard.press('Enter'));
  await to(page, 'pair-author');
  await page.keyboard.type('A. Roy');
  await to(page, 'accept-pair');
  await lead(page, page.keyboard.press('Enter'));
  await says(page, accepted);
  await examine(page);
  await to(page, 'undo-author');
  await lead(page, page.keyboard.press('Enter'));
  assert.ok(!(await page.$eval('main', (it) => it.textContent)).includes(accepted));
  await page.goto(new URL(`${week}?${days}&rule=missing-counterpart`, page.url()).href);
  const lone = await page.$$eval('.matters li', (all) => all.find((it) => it.textContent.includes('volunteer')).querySelector('a').getAttribute('href'));
  await to(page, lone);
  await lead(page, page.keyboard.press('Enter'));
  await to(page, 'other');
  await page.keyboard.type('x:205');
  await to(page, 'hand-author');
  await page.keyboard.type('A. Roy');
  await lead(page, page.keyboard.press('Enter'));
  await says(page, byHand);
  await page.reload();
  await says(page, byHand);
  assert.match(readFileSync(decisions, 'utf8'), /pair,,x:105,x:205,,A\. Roy,/);
  await examine(page);
  await to(page, 'undo-author');
  await lead(page, page.keyboard.press('Enter'));
  await page.close();
}

async function readWithoutScript(language) {
  const { coverage, known } = pages[language];
  const page = await open(coverage, { script: false });
  await (await page.$('#file')).uploadFile(join(input, 'posts.jsonl'));
  await lead(page, page.click('form[enctype] button'));
  for (let looks = 0; looks < 100 && (await page.$('[data-watch]')); looks += 1) {
    await lead(page, page.click('#progress button'));
  }
  assert.ok((await page.$eval('#progress', (it) => it.textContent)).includes(known));
  await page.close();
}

async function undone(language) {
  const { week, held } = pages[language];
  const page = await open(`${week}?${days}&state=waived`, { script: false });
  await lead(page, page.click('.matters h3 a'));
  const words = () => page.$eval('main', (it) => it.textContent);
  assert.ok((await words()).includes(held));
  await page.type('#author-held-finding', 'B. Singh');
  await lead(page, page.click('.held button'));
  assert.ok(!(await words()).includes(held));
  // And the undoing undone, and taken back for good.
  await lead(page, page.click('[role=status] button'));
  assert.ok((await words()).includes(held));
  await lead(page, page.click('.held button'));
  assert.match(readFileSync(decisions, 'utf8').trimEnd().split('\n').at(-1), /^withdraw,/);
  await page.close();
}

async function together(language) {
  const { week, accepted, meanwhile } = pages[language];
  const first = await open(`${week}?${days}&rule=missing-counterpart`);
  const href = await first.$eval('.matters h3 a', (it) => it.getAttribute('href'));
  await first.close();
  const script = language === 'en';
  const [one, other] = [await open(href), await open(href, { script })];
  for (const [page, name] of [[one, 'A. Roy'], [other, 'B. Singh']]) {
    await page.bringToFront();
    await page.type('#waive-reason', `as ${name} says`);
    await page.$eval('#expires', (it) => it.setAttribute('value', '2099-12-31'));
    await page.type('#waive-author', name);
  }
  await one.bringToFront();
  await lead(one, one.click('button[value=waive]'));
  // The browser tells of the answer 409 in its console; that is no fault.
  other.removeAllListeners('console');
  await other.bringToFront();
  await lead(other, other.click('button[value=waive]'));
  const words = await other.$eval('main', (it) => it.textContent);
  assert.ok(words.includes(meanwhile) && words.includes('as A. Roy says'), words);
  assert.ok(!readFileSync(decisions, 'utf8').includes('as B. Singh says'));
  assert.equal(await other.$eval('#waive-reason', (it) => it.value), 'as B. Singh says');
  // What axe does needs scripts to run.
  if (script) await examine(other);
  await one.bringToFront();
  await lead(one, one.click('[role=status] button'));
  assert.ok(!(await one.$eval('main', (it) => it.textContent)).includes(accepted));
  await one.close();
  await other.close();
}

async function toggled() {
  const page = await open(`${pages.en.week}?${days}&severity=error`);
  await lead(page, page.click('.toggle a'));
  assert.ok(page.url().endsWith(`${pages.fr.week}?${days}&severity=error`), page.url());
  await lead(page, page.click('.matters h3 a'));
  const french = page.url();
  await lead(page, page.click('.toggle a'));
  assert.equal(page.url(), french.replace('/fr/semaine', '/en/week'));
  await page.close();
}

async function everyPage(language) {
  const { week, coverage } = pages[language];
  const first = await open(`${week}?${days}`);
  const matters = await first.$$eval('.matters h3 a', (all) => all.map((it) => it.getAttribute('href')));
  await first.close();
  const list = [['week', `${week}?${days}`], ['coverage', coverage], ['nothing', `${week}/0000000000000000?${days}`]];
  list.push(...matters.map((path, number) => [`matter-${number}`, path]));
  for (const scheme of ['light', 'dark']) {
    for (const width of [1440, 768, 320]) {
      for (const [name, path] of list) {
        console.log(`${path}, ${scheme}, ${width} px`);
        const page = await open(path, { width, scheme, quiet: name === 'nothing' });
        if (pictures) await page.screenshot({ path: join(pictures, `${name}.${language}.${scheme}.${width}.png`), fullPage: true });
        if (scheme === 'light' && width === 1440) await keyboard(page);
        await examine(page);
        await page.close();
      }
    }
  }
}
