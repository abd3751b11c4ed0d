// The page in a browser, over the real server: whole flows with script, by keyboard alone and with script off; then
// axe-core on every page in both languages, light and dark, at 320, 768 and 1,440 pixels.
//
//     cargo build && cd tests/page && npm ci
//     node serve.mjs [--pictures FOLDER]
//
// Needs Chromium, as axe.mjs does. TANDEM names another binary. Ends with 1 if anything is not as it should be.
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { examine, fault, faults, keyboard } from './look.mjs';
import { flow, stage } from './stage.mjs';

const at = process.argv.indexOf('--pictures');
const pictures = at < 0 ? null : resolve(process.argv[at + 1]);
if (pictures) mkdirSync(pictures, { recursive: true });

const english = 'Wear your life jacket until May 31. https://canada.ca/en #SafeBoating';
const french = 'Portez votre gilet de sauvetage jusqu’au 30 mai. https://canada.ca/fr #PrudenceNautique';

// What differs between the languages: where a page stands and what it says.
const pages = {
  en: { draft: '/en/draft', week: '/en/week', coverage: '/en/coverage', rules: '/en/rules', not: 'Do not post yet', well: 'Nothing to report', apply: 'Apply', other: 'Français' },
  fr: { draft: '/fr/ebauche', week: '/fr/semaine', coverage: '/fr/couverture', rules: '/fr/regles', not: 'Ne publiez pas encore', well: 'Rien à signaler', apply: 'Appliquer', other: 'English' },
};

const folder = mkdtempSync(join(tmpdir(), 'tandem-page-'));
writeFileSync(join(folder, 'tandem.toml'), readFileSync(new URL('../../corpora/sample/tandem.toml', import.meta.url)));
const { server, browser, open, close } = await stage(folder);
try {
  for (const language of ['en', 'fr']) {
    await flow(`a draft is typed, a fault found, a suggestion applied (${language})`, () => typed(language));
    await flow(`the same by keyboard alone (${language})`, () => byKeyboard(language));
    await flow(`the same with script off (${language})`, () => withoutScript(language));
  }
  await flow('a text in both languages goes into its boxes', pasted);
  await flow('what is copied is what is posted', copied);
  await flow('what was typed goes along into the other language', toggled);
  await flow('a draft is kept as a file and opened again', kept);
  await flow('a draft that is left is there again, until a new one is begun', left);
  await flow('hostile words are shown as words', hostile);
  for (const language of ['en', 'fr']) await everyPage(language);
} finally {
  await close();
  rmSync(folder, { recursive: true });
}
console.log(faults() === 0 ? 'nothing found' : `found: ${faults()}`);
process.exitCode = faults() === 0 ? 0 : 1;

function text(page, selector) {
  return page.$eval(selector, (it) => it.value ?? it.textContent);
}

function says(page, words) {
  return page.waitForFunction((words) => document.getElementById('verdict').textContent.includes(words), { timeout: 5000 }, words);
}

async function typed(language) {
  const { draft, not, well, apply } = pages[language];
  const page = await open(draft);
  await page.type('#english', english);
  await page.type('#french', french);
  await says(page, not);
  await page.waitForFunction(() => document.querySelector('#french-layer mark')?.textContent === '30 mai', { timeout: 5000 });
  assert.equal(await page.$eval('#french-layer', (it) => it.textContent.trimEnd()), french);
  // A place that a person mends.
  await page.$eval('#french', (it) => it.setSelectionRange(it.value.indexOf('30 mai'), it.value.indexOf('30 mai') + 2));
  await page.focus('#french');
  await page.keyboard.type('31');
  await says(page, well);
  // One that the suggestion mends.
  await page.$eval('#french', (it) => it.setSelectionRange(it.value.length, it.value.length));
  await page.keyboard.type(' Le but: être vu.');
  const button = await page.waitForSelector('#findings button');
  assert.equal(await button.evaluate((it) => it.textContent), apply);
  await button.click();
  await page.waitForFunction(() => document.querySelectorAll('#findings button').length === 0, { timeout: 5000 });
  assert.match(await text(page, '#french'), /Le but\u00a0: être vu\.$/);
  // The browser can undo it.
  await page.focus('#french');
  await page.keyboard.down('Control');
  await page.keyboard.press('z');
  await page.keyboard.up('Control');
  assert.match(await text(page, '#french'), /Le but: être vu\.$/);
  // Counters, with the forecast while there is no French.
  await page.click('input[value="x"]');
  await page.waitForSelector('#lengths tbody tr');
  await page.$eval('#french', (it) => (it.value = ''));
  await page.focus('#french');
  await page.keyboard.type(' ');
  await page.waitForSelector('#lengths .forecast', { timeout: 5000 });
  await page.close();
}

async function byKeyboard(language) {
  const { draft, not } = pages[language];
  const page = await open(draft);
  const to = async (id) => {
    for (let tabs = 0; tabs < 60; tabs += 1) {
      await page.keyboard.press('Tab');
      if (await page.evaluate((id) => document.activeElement.id === id || document.activeElement.name === id, id)) return;
    }
    throw new Error(`the keyboard does not reach ${id}`);
  };
  await to('english');
  await page.keyboard.type('Closed on May 31: stay home.');
  await to('french');
  await page.keyboard.type('Fermé le 31 mai: restez chez vous.');
  await page.waitForSelector('#findings button');
  await to('apply');
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => document.getElementById('french').value.includes('mai\u00a0:'), { timeout: 5000 });
  await page.keyboard.down('Shift');
  await to('french');
  await page.keyboard.up('Shift');
  await page.keyboard.press('End');
  await page.keyboard.type(' Le 30 mai.');
  await says(page, not);
  await page.close();
}

async function withoutScript(language) {
  const { draft, not, rules } = pages[language];
  const page = await open(draft, { script: false });
  await page.type('#english', 'Closed on May 31: stay home.');
  await page.type('#french', 'Fermé le 30 mai: restez chez vous.');
  await Promise.all([page.waitForNavigation(), page.click('button[value="check"]')]);
  assert.ok((await text(page, '#verdict')).includes(not));
  assert.equal(await text(page, '#french-layer mark'), '30 mai');
  await Promise.all([page.waitForNavigation(), page.click('#findings button[name="apply"]')]);
  assert.match(await text(page, '#french'), /mai\u00a0: restez/);
  // A rule is read beside the draft.
  const [target] = await Promise.all([new Promise((good) => browser.once('targetcreated', good)), page.click(`#findings a[href^="${rules}/"]`)]);
  const rule = await target.page();
  await rule.waitForSelector('main h2', { timeout: 5000 });
  assert.ok((await rule.$$('main h2')).length >= 5);
  await rule.close();
  assert.match(await text(page, '#french'), /mai\u00a0: restez/);
  await page.close();
}

async function pasted() {
  const page = await open(pages.en.draft);
  await page.focus('#english');
  // As the clipboard does it.
  await page.evaluate((both) => {
    const box = document.getElementById('english');
    box.dispatchEvent(new ClipboardEvent('paste', { bubbles: true }));
    box.value = both;
    box.dispatchEvent(new Event('input', { bubbles: true }));
  }, `${english}\n\n${french}`);
  await says(page, pages.en.not);
  assert.equal(await text(page, '#english'), english);
  assert.equal(await text(page, '#french'), french);
  await page.waitForFunction(() => document.getElementById('note').textContent !== '', { timeout: 5000 });
  await page.close();
}

async function copied() {
  const page = await open(pages.fr.draft);
  await browser.defaultBrowserContext().overridePermissions(server.address, ['clipboard-read', 'clipboard-write', 'clipboard-sanitized-write']);
  await page.type('#french', 'Une ligne\nune autre');
  await page.click('button[data-copy="french"]');
  await page.waitForFunction(() => document.getElementById('note').textContent === 'Copié');
  await page.bringToFront();
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), 'Une ligne\nune autre');
  await page.close();
}

async function toggled() {
  const page = await open(pages.en.draft);
  await page.type('#english', english);
  await page.type('#french', french);
  await Promise.all([page.waitForNavigation(), page.click('.toggle button')]);
  assert.equal(await page.$eval('html', (it) => it.lang), 'fr');
  assert.ok(page.url().endsWith(pages.fr.draft));
  assert.equal(await text(page, '#french'), french);
  assert.ok((await text(page, '#verdict')).includes(pages.fr.not));
  await page.goto(`${server.address}/en/rules/date`);
  await Promise.all([page.waitForNavigation(), page.click('.toggle a')]);
  assert.ok(page.url().endsWith('/fr/regles/date'));
  await page.close();
}

async function kept() {
  const page = await open(pages.en.draft);
  const client = await page.createCDPSession();
  const downloads = join(folder, 'downloads');
  mkdirSync(downloads);
  await client.send('Browser.setDownloadBehavior', { behavior: 'allow', downloadPath: downloads, eventsEnabled: true });
  const done = new Promise((good) => client.on('Browser.downloadProgress', (it) => it.state === 'completed' && good()));
  await page.type('#english', 'A boat\nat sea');
  await page.type('#french', 'Un bateau en mer');
  await page.click('button[formaction$="/file"]');
  await done;
  const [name] = readdirSync(downloads);
  assert.equal(JSON.parse(readFileSync(join(downloads, name), 'utf8')).english.text, 'A boat\nat sea');
  await page.goto(server.address + pages.fr.draft);
  await (await page.$('#file')).uploadFile(join(downloads, name));
  await Promise.all([page.waitForNavigation(), page.click('#open button')]);
  assert.equal(await text(page, '#english'), 'A boat\nat sea');
  assert.equal(await text(page, '#french'), 'Un bateau en mer');
  await page.close();
}

async function left() {
  const page = await open(pages.en.draft);
  await page.type('#english', english);
  await page.type('#french', french);
  await page.select('#medium-1', 'image');
  await page.type('#alt-en-1', 'A boat');
  await says(page, pages.en.not);
  await Promise.all([page.waitForNavigation(), page.click('.menu a[href="/en/rules"]')]);
  await Promise.all([page.waitForNavigation(), page.click('.menu a[href="/en/draft"]')]);
  await says(page, pages.en.not);
  assert.equal(await text(page, '#english'), english);
  assert.equal(await text(page, '#alt-en-1'), 'A boat');
  // It lives on: what is typed is checked and kept.
  await page.$eval('#french', (it) => it.setSelectionRange(it.value.indexOf('30 mai'), it.value.indexOf('30 mai') + 2));
  await page.focus('#french');
  await page.keyboard.type('31');
  await page.waitForFunction(() => !document.querySelector('#french-layer mark'), { timeout: 5000 });
  await Promise.all([page.waitForNavigation(), page.click('.toggle button')]);
  await page.goto(server.address + pages.en.draft);
  await page.waitForFunction((words) => document.getElementById('french').value === words, { timeout: 5000 }, french.replace('30 mai', '31 mai'));
  await Promise.all([page.waitForNavigation(), page.click('#new')]);
  assert.equal(await text(page, '#english'), '');
  await page.reload();
  assert.equal(await text(page, '#english'), '');
  await page.close();
}

async function hostile() {
  const page = await open(pages.en.draft);
  const evil = '</textarea><script>alert(1)</script><img src=x onerror=alert(1)> on May 31: now';
  await page.type('#english', evil);
  await page.type('#french', evil);
  await page.waitForSelector('#findings li');
  assert.equal((await page.$$('main script, main img')).length, 0);
  assert.equal(await page.$eval('#english-layer', (it) => it.textContent.trimEnd()), evil);
  await page.close();
}

// Every page as a person finds it: a draft with all kinds of findings, nothing read yet, a rule, the list, one that is not there.
async function everyPage(language) {
  const { draft, week, coverage, rules } = pages[language];
  for (const scheme of ['light', 'dark']) {
    for (const width of [1440, 768, 320]) {
      for (const [name, path] of [['draft', draft], ['no-week', week], ['no-coverage', coverage], ['rules', rules], ['rule', `${rules}/date`], ['missing', `/${language}/nothing`]]) {
        console.log(`${path}, ${scheme}, ${width} px`);
        const page = await browser.newPage();
        page.on('pageerror', (error) => fault(`error: ${error}`));
        await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
        await page.setViewport({ width, height: 900 });
        await page.goto(server.address + path);
        if (name === 'draft') await fill(page);
        if (pictures) await page.screenshot({ path: join(pictures, `${name}.${language}.${scheme}.${width}.png`), fullPage: true });
        if (scheme === 'light' && width === 1440) await keyboard(page);
        await examine(page);
        await page.close();
      }
    }
  }
}

async function fill(page) {
  await page.type('#english', `${english}\nRegister by 5 p.m. and bring $20. @CoastWatchCA`);
  await page.type('#french', `${french}\nInscrivez-vous avant 16 h: apportez 20$. Ecole ouverte. @GardeCotesCA`);
  await page.click('input[value="x"]');
  await page.click('input[value="bluesky"]');
  await page.select('#medium-1', 'image');
  await page.type('#alt-en-1', 'A boat');
  await page.waitForSelector('#lengths tbody tr');
  await page.waitForFunction(() => document.querySelectorAll('#findings li').length > 2, { timeout: 5000 });
}
