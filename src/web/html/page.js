// The live part of the pages. Without it every page works by its forms; nothing here says what a page does not say.
'use strict';

// What stands in the form, for as long as the tab is open; a browser may refuse to keep anything.
const keep = {
  recall() {
    try {
      return sessionStorage.getItem('draft');
    } catch {
      return null;
    }
  },
  store(form) {
    const hasText = [...form.querySelectorAll('textarea')].some((box) => box.value);
    try {
      if (hasText) sessionStorage.setItem('draft', new URLSearchParams(new FormData(form)));
      else this.forget();
    } catch {
      // Then it is lost when the page is left, as without script.
    }
  },
  forget() {
    try {
      sessionStorage.removeItem('draft');
    } catch {
      // Nothing was kept.
    }
  },
};

for (const form of document.querySelectorAll('form[data-live]')) resume(form);
for (const part of document.querySelectorAll('[data-watch]')) watch(part);

// A draft that was left is there again in the same tab, as the server makes its page of it.
async function resume(form) {
  const isEmpty = () => [...form.querySelectorAll('.writing textarea')].every((box) => !box.value);
  const left = isEmpty() && keep.recall();
  if (left) {
    try {
      const answer = await fetch(form.action, { method: 'POST', body: new URLSearchParams(left) });
      const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
      const fresh = answer.ok && isEmpty() && page.getElementById(form.id);
      if (fresh) {
        form.replaceWith(fresh);
        form = fresh;
      }
    } catch {
      // It is kept for the next time.
    }
  }
  live(form);
}

// Sends the form while a person types, and puts the answer in place of what stands there.
function live(form) {
  const boxes = [...form.querySelectorAll('.writing textarea')];
  const note = document.getElementById('note');
  const parts = ['lengths', 'findings'];
  let timer = 0;
  let asked = null;
  // The texts that the findings are about.
  let told = boxes.map((box) => box.defaultValue);

  keep.store(form);
  // The page of an empty draft would bring this one back.
  document.getElementById('new').addEventListener('click', () => keep.forget());
  form.addEventListener('input', () => {
    boxes.forEach(draw);
    keep.store(form);
    later(150);
  });
  form.addEventListener('change', () => {
    keep.store(form);
    later(0);
  });
  form.addEventListener('click', (event) => {
    const button = event.target.closest('button');
    if (!button) return;
    if (button.name === 'apply') {
      event.preventDefault();
      apply(button);
    } else if (button.value === 'check') {
      event.preventDefault();
      check();
    } else if (button.dataset.copy) {
      copy(button);
    }
  });
  for (const box of boxes) box.addEventListener('paste', () => pasted(box));
  for (const button of form.querySelectorAll('button.copy')) button.hidden = false;
  // What a browser fills in again when a person comes back.
  if (boxes.some((box, at) => box.value !== told[at])) later(0);

  function later(wait) {
    clearTimeout(timer);
    timer = setTimeout(check, wait);
  }

  async function check() {
    clearTimeout(timer);
    asked?.abort();
    const mine = (asked = new AbortController());
    const sent = boxes.map((box) => box.value);
    try {
      const body = new URLSearchParams(new FormData(form));
      const answer = await fetch(form.action, { method: 'POST', body, signal: mine.signal });
      if (answer.status === 503) return later(1000);
      if (!answer.ok) return say(form.dataset.lost);
      const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
      if (mine === asked) show(page, sent);
    } catch (error) {
      if (error.name !== 'AbortError') say(form.dataset.lost);
    }
  }

  function show(page, sent) {
    told = sent;
    const held = document.activeElement;
    const at = [...form.querySelectorAll('#findings button, #findings a')].indexOf(held);
    for (const id of parts) document.getElementById(id).replaceChildren(...page.getElementById(id).childNodes);
    for (const box of boxes) {
      const layer = document.getElementById(`${box.id}-layer`);
      layer.replaceChildren(...page.getElementById(layer.id).childNodes);
      draw(box);
    }
    const verdict = document.getElementById('verdict');
    const fresh = page.getElementById('verdict');
    verdict.className = fresh.className;
    if (verdict.textContent !== fresh.textContent) verdict.textContent = fresh.textContent;
    // Who worked in the list stays there.
    if (at >= 0) {
      const places = form.querySelectorAll('#findings button, #findings a');
      (places[Math.min(at, places.length - 1)] ?? boxes[0]).focus();
    }
  }

  // The layer under a box holds its text, underlined where findings are: what was typed since moves the lines along.
  function draw(box) {
    const layer = document.getElementById(`${box.id}-layer`);
    const [old, now] = [layer.textContent.replace(/\n$/, ''), box.value];
    if (old === now) return;
    let same = 0;
    while (same < old.length && same < now.length && old[same] === now[same]) same += 1;
    let end = 0;
    while (end < old.length - same && end < now.length - same && old.at(-1 - end) === now.at(-1 - end)) end += 1;
    const marks = [];
    let from = 0;
    for (const part of layer.childNodes) {
      const to = from + part.textContent.length;
      const moved = now.length - old.length;
      if (part.nodeName === 'MARK' && to <= same) marks.push([from, to, part.className]);
      if (part.nodeName === 'MARK' && from >= old.length - end) marks.push([from + moved, to + moved, part.className]);
      from = to;
    }
    layer.replaceChildren();
    let done = 0;
    for (const [start, stop, name] of marks) {
      const mark = document.createElement('mark');
      mark.className = name;
      mark.textContent = now.slice(start, stop);
      layer.append(now.slice(done, start), mark);
      done = stop;
    }
    layer.append(`${now.slice(done)}\n`);
  }

  // Does what a finding suggests, so that the browser can undo it.
  function apply(button) {
    const { box: id, start, end, words } = button.dataset;
    const box = document.getElementById(id);
    if (box.value !== told[boxes.indexOf(box)]) return check();
    const at = [...form.querySelectorAll('#findings button, #findings a')].indexOf(button);
    write(box, Number(start), Number(end), words);
    form.querySelectorAll('#findings button, #findings a')[at]?.focus();
    check();
  }

  function write(box, start, end, words) {
    box.focus();
    box.setSelectionRange(start, end);
    if (!document.execCommand(words ? 'insertText' : 'delete', false, words)) box.setRangeText(words, start, end, 'end');
    draw(box);
  }

  async function copy(button) {
    const box = document.getElementById(button.dataset.copy);
    if (navigator.clipboard) {
      await navigator.clipboard.writeText(box.value);
    } else {
      // Beyond this machine without encryption, browsers leave only this.
      box.select();
      document.execCommand('copy');
      button.focus();
    }
    say(button.dataset.done);
  }

  // A text in both languages that is pasted into an empty draft goes into both boxes.
  function pasted(box) {
    const other = boxes.find((it) => it !== box);
    if (box.value || other.value || form.elements.order.value !== 'separate') return;
    setTimeout(async () => {
      const text = box.value;
      const answer = await fetch('/api/v1/split', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ text }),
      }).catch(() => null);
      const halves = answer?.ok ? await answer.json() : null;
      if (!halves?.parted || box.value !== text || other.value) return;
      for (const it of boxes) write(it, 0, it.value.length, halves[it.id]);
      box.focus();
      say(form.dataset.parted);
      check();
    });
  }

  function say(text) {
    note.hidden = false;
    note.textContent = '';
    // A screen reader says a text that comes, not one that stands.
    setTimeout(() => (note.textContent = text), 50);
  }
}

// Shows how work in the background goes on, and the whole page anew when it is done.
function watch(part) {
  const look = async () => {
    try {
      const answer = await fetch(part.dataset.watch);
      const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
      const now = page.getElementById(part.id);
      if (!now?.hasAttribute('data-watch')) return location.reload();
      // Where a person is in it, nothing is taken from under them.
      if (!part.contains(document.activeElement)) part.innerHTML = now.innerHTML;
    } catch {
      // The server may be back later.
    }
    setTimeout(look, 1000);
  };
  setTimeout(look, 1000);
}
