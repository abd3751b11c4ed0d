// A server in a folder of its own, a browser, and windows that tell of everything that goes wrong in them.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fault, launch } from './look.mjs';

export const binary = process.env.TANDEM ?? new URL('../../target/debug/tandem', import.meta.url).pathname;

export async function stage(folder) {
  const server = await start(folder);
  const browser = await launch();

  // A window of its own; what the browser complains of, and what it asks of others, is a fault.
  async function open(path, { script = true, width = 1440, scheme = 'light', quiet = false } = {}) {
    const page = await browser.newPage();
    // A page that is not there is told in the console too: then quiet.
    if (!quiet) page.on('console', (message) => fault(`console: ${message.text()}`));
    page.on('pageerror', (error) => fault(`error: ${error}`));
    page.on('dialog', (dialog) => fault(`a page ran: ${dialog.message()}`));
    page.on('request', (request) => {
      // The browser draws its own signs of a field from data.
      if (![server.address, 'data:'].some((own) => request.url().startsWith(own))) fault(`asks for ${request.url()}`);
    });
    await page.setJavaScriptEnabled(script);
    await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
    await page.setViewport({ width, height: 900 });
    await page.goto(server.address + path);
    return page;
  }

  async function close() {
    await browser.close();
    server.kill('SIGTERM');
  }

  return { server, browser, open, close };
}

async function start(cwd) {
  const child = spawn(binary, ['serve', '--listen', '127.0.0.1:0'], { cwd, stdio: ['ignore', 'pipe', 'inherit'] });
  for await (const line of createInterface({ input: child.stdout })) {
    child.address = line.match(/http:\/\/[^/]+/)[0];
    return child;
  }
  throw new Error('the server does not start');
}

export async function flow(name, run) {
  console.log(name);
  try {
    await run();
  } catch (error) {
    fault(`${name}: ${error.message}`);
  }
}
