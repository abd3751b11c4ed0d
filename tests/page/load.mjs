// How fast a draft is checked, and what a flood does: 50 checks a second over loopback, then 1,000 drafts of 5,000
// characters at once, then one more.
//
//     cargo build --release && TANDEM=target/release/tandem node tests/page/load.mjs
//
// Ends with 1 where the slowest of a hundred takes more than 20 ms, the first page is not there within a second of the
// start, or the server does not recover.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

const began = performance.now();
const child = spawn(process.env.TANDEM ?? 'target/debug/tandem', ['serve', '--listen', '127.0.0.1:0'], { stdio: ['ignore', 'pipe', 'inherit'] });
const [line] = await new Promise((good) => createInterface({ input: child.stdout }).once('line', (line) => good([line])));
const address = line.match(/http:\/\/[^/]+/)[0];
await (await fetch(`${address}/en/draft`)).text();
const first = performance.now() - began;

const english = 'Wear your life jacket until May 31 at 5 p.m. Bring $20. https://canada.ca/en #SafeBoating @CoastWatchCA';
const french = 'Portez votre gilet de sauvetage jusqu’au 30 mai à 16 h. Apportez 20 $. https://canada.ca/fr #PrudenceNautique';

async function check(english, french) {
  const start = performance.now();
  const body = JSON.stringify({ platforms: ['x', 'bluesky'], english: { text: english }, french: { text: french } });
  const answer = await fetch(`${address}/api/v1/check`, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  await answer.text();
  return { status: answer.status, took: performance.now() - start };
}

const calls = [];
for (let number = 0; number < 500; number += 1) {
  const wait = number * 20 - (performance.now() - began - first);
  if (wait > 0) await new Promise((good) => setTimeout(good, wait));
  calls.push(check(english, french));
}
const took = (await Promise.all(calls)).map((it) => it.took).sort((a, b) => a - b);
const [half, most] = [took[250], took[494]];
console.log(`first page ${first.toFixed(0)} ms; check at 50 a second: half within ${half.toFixed(1)} ms, 99 % within ${most.toFixed(1)} ms`);

const long = (words) => words.repeat(60).slice(0, 5000);
const flood = await Promise.all(Array.from({ length: 1000 }, () => check(long(english), long(french))));
const of = (status) => flood.filter((it) => it.status === status).length;
const last = await check(english, french);
console.log(`1,000 at once: ${of(200)} answered, ${of(503)} asked to come again; then ${last.status} in ${last.took.toFixed(1)} ms`);
child.kill('SIGTERM');
const isWell = most <= 20 && first <= 1000 && of(200) + of(503) === 1000 && last.status === 200;
process.exitCode = isWell ? 0 : 1;
