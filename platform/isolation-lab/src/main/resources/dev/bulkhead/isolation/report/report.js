'use strict';

// Everything that came from a server is put in as text, never as markup.
const data = JSON.parse(document.getElementById('data').textContent);
const at = data.strings;
const byWorst = ['DEVIATION', 'OPEN', 'LIMIT', 'RIGHTFUL', 'HELD'];
const inOrder = ['HELD', 'RIGHTFUL', 'LIMIT', 'OPEN', 'DEVIATION'];
const short = { HELD: 'held', OPEN: 'open', LIMIT: 'known limit', RIGHTFUL: 'own right', DEVIATION: 'deviation', NOT_APPLICABLE: 'nothing to try' };
const actors = ['USER', 'OWNER'];

function el(tag, properties, ...children) {
  const it = document.createElement(tag);
  for (const [name, value] of Object.entries(properties || {})) {
    if (name === 'text') it.textContent = value;
    else if (name === 'on') Object.entries(value).forEach(([event, act]) => it.addEventListener(event, act));
    else if (value === true) it.setAttribute(name, '');
    else if (value !== false && value !== undefined) it.setAttribute(name, value);
  }
  it.append(...children);
  return it;
}

const signs = {};
document.querySelectorAll('symbol').forEach((symbol) => {
  const sign = symbol.ownerSVGElement.cloneNode(false);
  ['width', 'height'].forEach((name) => sign.removeAttribute(name));
  sign.setAttribute('viewBox', symbol.getAttribute('viewBox'));
  sign.setAttribute('class', 'sign');
  sign.append(...[...symbol.childNodes].map((it) => it.cloneNode(true)));
  signs[symbol.id] = sign;
});
const sign = (verdict) => signs[verdict].cloneNode(true);

function outcome(row, from) {
  return { kind: at[row[from]], code: at[row[from + 1]], words: at[row[from + 2]], statement: at[row[from + 3]] };
}

const runs = data.runs.map((run, number) => ({
  ...run,
  key: data.runs.filter((it) => it.rung === run.rung).length > 1 ? run.rung + '-' + (number + 1) : run.rung,
  findings: run.findings.map((row) => ({
    probe: data.probes[row[0]],
    attacker: at[row[1]],
    actor: at[row[2]],
    victim: at[row[3]],
    rung: at[row[4]],
    verdict: at[row[5]],
    expected: at[row[6]],
    meant: at[row[7]],
    outcome: outcome(row, 8),
    control: row.length > 12 ? outcome(row, 12) : null,
  })),
}));
runs.forEach((run) => {
  run.cells = new Map();
  run.findings.forEach((it) => {
    const key = it.attacker + '\n' + (it.victim || it.attacker);
    if (!run.cells.has(key)) run.cells.set(key, []);
    run.cells.get(key).push(it);
  });
});
const cellOf = (run, attacker, victim) => run.cells.get(attacker + '\n' + victim) || [];

function count(findings) {
  const counts = {};
  findings.forEach((it) => { counts[it.verdict] = (counts[it.verdict] || 0) + 1; });
  return counts;
}

// A cell shows a deviation if there is one, else whichever gap is the most common.
function tone(counts) {
  if (counts.DEVIATION) return 'DEVIATION';
  const gap = (counts.OPEN || 0) > (counts.LIMIT || 0) ? 'OPEN' : 'LIMIT';
  return counts[gap] ? gap : worst(counts);
}
const worst = (counts) => byWorst.find((it) => counts[it]) || 'NOT_APPLICABLE';
const tried = (counts) => inOrder.reduce((sum, it) => sum + (counts[it] || 0), 0);
const listed = (counts) => byWorst.filter((it) => counts[it]).map((it) => counts[it] + ' ' + short[it]).join(', ') || short.NOT_APPLICABLE;

function share(counts) {
  const bar = el('div', { class: 'share', 'aria-hidden': 'true' });
  inOrder.filter((it) => counts[it]).forEach((it) => {
    const part = el('i', { class: it });
    part.style.flexGrow = counts[it];
    bar.append(part);
  });
  return bar;
}

const address = (...parts) => '#' + parts.map(encodeURIComponent).join('/');
const go = (...parts) => { location.hash = address(...parts); };

// The head of the page

document.getElementById('platform').textContent = data.platform;
const total = runs.reduce((sum, run) => sum + tried(count(run.findings)), 0);
const seconds = Math.round(runs.reduce((sum, run) => sum + run.tookMillis, 0) / 1000);
document.getElementById('facts').textContent =
  'PostgreSQL ' + [...new Set(runs.map((it) => it.server))].join(', ') + ' · ' + total.toLocaleString('en') + ' attempts in ' + seconds + ' s · ' + runs[0].at.slice(0, 16).replace('T', ' ') + ' UTC';

const root = document.documentElement;
document.getElementById('theme').addEventListener('click', (event) => {
  const dark = root.dataset.theme ? root.dataset.theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
  root.dataset.theme = dark ? 'light' : 'dark';
  event.currentTarget.setAttribute('aria-pressed', String(!dark));
});

const deviations = runs.flatMap((run) => run.findings.filter((it) => it.verdict === 'DEVIATION').map((it) => ({ run, it })));
if (deviations.length) {
  const section = document.getElementById('deviations');
  section.hidden = false;
  section.querySelector('h2').replaceChildren(sign('DEVIATION'), ' ' + deviations.length + (deviations.length === 1 ? ' attempt did not end as measured' : ' attempts did not end as measured'));
  const kinds = new Map();
  deviations.forEach((that) => {
    const { run, it } = that;
    const kind = run.key + ': ' + it.probe.id + ' ' + it.probe.title + ' · got ' + it.outcome.code + ', expected ' + it.expected + (failedControl(it) ? ', but the control got ' + it.control.code : '');
    kinds.set(kind, [...(kinds.get(kind) || []), that]);
  });
  section.querySelector('ul').append(...[...kinds].map(([kind, those]) => el('li', {}, el('details', { open: kinds.size < 4 && those.length < 40 },
    el('summary', {}, el('b', { text: kind }), ' (' + those.length + ')'),
    el('div', { class: 'pairs' }, ...those.map(({ run, it }) => el('button', {
      type: 'button',
      on: { click: () => go(run.key, it.attacker, it.victim || it.attacker, it.probe.id) },
      text: it.attacker + (it.actor === 'OWNER' ? ' (owner)' : '') + (it.victim ? ' → ' + it.victim : ''),
    })))))));
} else {
  const clean = document.getElementById('clean');
  clean.hidden = false;
  clean.replaceChildren(sign('HELD'), ' ' + total.toLocaleString('en') + ' attempts, and every one ended as measured.');
}

function failedControl(it) {
  return it.control && it.control.kind !== 'WORKED' && it.outcome.code === it.expected;
}

// The ladder

const ladder = document.getElementById('ladder');
data.ladder.forEach((rung) => {
  const mine = runs.filter((it) => it.rung === rung.name);
  if (!mine.length) {
    ladder.append(el('div', { class: 'rung absent' },
      el('span', { class: 'name', text: rung.name }),
      el('span', { class: 'where', text: rung.where }),
      el('span', { text: 'Not part of this run.' }),
      el('span', { class: 'gist' }, el('b', { text: 'Buys' }), ' ' + rung.buys),
      el('span', {}, el('b', { text: 'Costs' }), ' ' + rung.costs)));
    return;
  }
  mine.forEach((run) => {
    const counts = count(run.findings);
    const tally = el('span', { class: 'tally' });
    inOrder.forEach((it) => {
      tally.append(
        el('span', { class: 'number ' + it + (counts[it] ? '' : ' none'), text: (counts[it] || 0).toLocaleString('en') }),
        el('span', { class: 'what ' + it + (counts[it] ? '' : ' none') }, sign(it), ' ' + short[it]));
    });
    ladder.append(el('button', { class: 'rung', type: 'button', 'aria-pressed': 'false', 'data-run': run.key, on: { click: () => go(run.key) } },
      el('span', { class: 'name', text: rung.name }),
      el('span', { class: 'where', text: rung.where }),
      share(counts), tally,
      el('span', { class: 'gist' }, el('b', { text: 'Buys' }), ' ' + rung.buys),
      el('span', {}, el('b', { text: 'Costs' }), ' ' + rung.costs)));
  });
});
document.getElementById('legend').append(...inOrder.map((it) => el('li', { class: it }, sign(it), el('span', {}, el('b', { text: short[it] }), ': ' + data.verdicts[it]))));

// The matrices

const matrices = document.getElementById('matrices');
runs.forEach((run) => {
  const many = run.services.length > 5;
  const head = el('tr', {}, el('td', {}), ...run.services.map((it) => el('th', { scope: 'col', text: '→ ' + it })));
  const body = run.services.map((attacker) => el('tr', {}, el('th', { scope: 'row', text: attacker }), ...run.services.map((victim) => el('td', {}, cellButton(run, attacker, victim)))));
  matrices.append(el('section', { class: 'matrix' + (many ? ' many' : ''), 'data-run': run.key, 'aria-label': 'Rung ' + run.rung },
    el('h3', { text: 'Rung ' + run.rung }),
    el('div', { class: 'wide' }, el('table', { on: { keydown: walk } }, el('thead', {}, head), el('tbody', {}, ...body)))));
});

function cellButton(run, attacker, victim) {
  const counts = count(cellOf(run, attacker, victim));
  const verdict = tone(counts);
  const own = attacker === victim;
  return el('button', {
    type: 'button',
    class: verdict + (own ? ' own' : ''),
    title: listed(counts),
    'aria-label': (own ? attacker + ' by itself: ' : attacker + ' against ' + victim + ': ') + listed(counts),
    on: { click: () => go(run.key, attacker, victim) },
  },
  el('span', { class: 'big' }, sign(verdict), el('span', { text: String(counts[verdict] || 0) })),
  el('span', { class: 'small', text: (own ? 'by itself: ' : '') + (counts.HELD || 0) + ' of ' + tried(counts) + ' held' + (verdict !== 'OPEN' && counts.OPEN ? ', ' + counts.OPEN + ' open' : '') }),
  share(counts));
}

function walk(event) {
  const step = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] }[event.key];
  const cell = event.target.closest('td');
  if (!step || !cell) return;
  const row = event.currentTarget.rows[cell.parentNode.rowIndex + step[0]];
  const next = row && row.cells[cell.cellIndex + step[1]];
  const button = next && next.querySelector('button');
  if (button) {
    event.preventDefault();
    button.focus();
  }
}

// Filters

function filters(form, onChange, withVerdicts) {
  const wanted = new Set(withVerdicts);
  const search = el('input', { type: 'search', placeholder: 'Search: a word, a number, an SQLSTATE', 'aria-label': 'Search' });
  const group = el('select', { 'aria-label': 'Group' }, el('option', { value: '', text: 'All groups' }),
    ...data.groups.map((it) => el('option', { value: it.letter, text: it.letter + ' · ' + it.title })));
  const verdicts = el('fieldset', { 'aria-label': 'Verdicts' }, ...withVerdicts.map((it) => el('button', {
    type: 'button', class: it, 'aria-pressed': 'true',
    on: { click: (event) => {
      const on = !wanted.has(it);
      wanted[on ? 'add' : 'delete'](it);
      event.currentTarget.setAttribute('aria-pressed', String(on));
      onChange();
    } },
  }, sign(it), short[it])));
  form.append(search, group, verdicts);
  form.addEventListener('submit', (event) => event.preventDefault());
  search.addEventListener('input', onChange);
  group.addEventListener('change', onChange);
  return {
    accepts: (probe, findings) => {
      const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
      const text = () => [probe.id, probe.title, probe.tried, probe.why, ...findings.map((it) => it.outcome.code + ' ' + it.outcome.words + ' ' + it.outcome.statement)].join(' ').toLowerCase();
      return (!group.value || probe.group === group.value)
        && findings.some((it) => wanted.has(it.verdict))
        && (!words.length || words.every((word) => text().includes(word)));
    },
    reset: () => {
      search.value = '';
      group.value = '';
      withVerdicts.forEach((it) => wanted.add(it));
      verdicts.querySelectorAll('button').forEach((it) => it.setAttribute('aria-pressed', 'true'));
    },
  };
}
const everyVerdict = [...byWorst, 'NOT_APPLICABLE'];

// Probe by probe, one column per run

const probeTable = document.getElementById('probes');
const probeFilters = filters(document.getElementById('probe-filters'), fillProbes, everyVerdict);
const perProbe = data.probes.map((probe) => ({ probe, runs: runs.map((run) => run.findings.filter((it) => it.probe === probe)) }));

function fillProbes() {
  const rows = [];
  let group = '';
  let shown = 0;
  perProbe.forEach((it) => {
    const some = it.runs.flat();
    if (!probeFilters.accepts(it.probe, some)) return;
    shown += 1;
    if (it.probe.group !== group) {
      group = it.probe.group;
      rows.push(el('tr', { class: 'group' }, el('th', { colspan: String(2 + runs.length), scope: 'colgroup', text: group + ' · ' + data.groups.find((that) => that.letter === group).title })));
    }
    rows.push(el('tr', {}, el('td', { class: 'id', text: it.probe.id }), el('th', { scope: 'row', text: it.probe.title }),
      ...it.runs.map((findings, number) => el('td', { class: 'got' }, ...(findings.length ? [answerButton(runs[number], findings)] : ['–'])))));
  });
  probeTable.replaceChildren(
    el('thead', {}, el('tr', {}, el('th', { scope: 'col', text: '#' }), el('th', { scope: 'col', text: 'attempt' }), ...runs.map((it) => el('th', { scope: 'col', text: it.rung })))),
    el('tbody', {}, ...rows));
  document.getElementById('probe-count').textContent = shown + ' of ' + perProbe.length + ' probes';
}

function answers(findings) {
  const codes = actors.map((actor) => [...new Set(findings.filter((it) => it.actor === actor).map((it) => it.outcome.code))].join(', '));
  return codes[0] === codes[1] || !codes[1] ? codes[0] : codes[0] ? codes.join(' | ') : codes[1];
}

function answerButton(run, findings) {
  const verdict = worst(count(findings));
  const one = findings.find((it) => it.verdict === verdict) || findings[0];
  return el('button', {
    type: 'button', class: verdict + ' code', 'aria-label': run.rung + ': ' + answers(findings) + ', ' + short[verdict],
    on: { click: () => go(run.key, one.attacker, one.victim || one.attacker, one.probe.id) },
  }, sign(verdict), answers(findings));
}

// One cell, opened

const dialog = document.getElementById('cell');
const attempts = document.getElementById('attempts');
const cellFilters = filters(document.getElementById('cell-filters'), fillCell, everyVerdict);
let open = null;
document.getElementById('close').addEventListener('click', () => dialog.close());
dialog.addEventListener('click', (event) => { if (event.target === dialog) dialog.close(); });
dialog.addEventListener('close', () => {
  const was = open;
  open = null;
  if (was) {
    history.replaceState(null, '', address(was.run.key));
    const button = [...document.querySelectorAll('.matrix.shown td button')][was.run.services.indexOf(was.attacker) * was.run.services.length + was.run.services.indexOf(was.victim)];
    if (button) button.focus();
  }
});

function fillCell() {
  if (!open) return;
  const perProbe = new Map();
  cellOf(open.run, open.attacker, open.victim).forEach((it) => perProbe.set(it.probe, [...(perProbe.get(it.probe) || []), it]));
  const shown = [...perProbe].filter(([probe, findings]) => cellFilters.accepts(probe, findings));
  const rows = [];
  let group = '';
  shown.forEach(([probe, findings]) => {
    if (probe.group !== group) {
      group = probe.group;
      rows.push(el('h3', { text: group + ' · ' + data.groups.find((it) => it.letter === group).title }));
    }
    rows.push(attempt(probe, findings));
  });
  attempts.replaceChildren(...rows);
  document.getElementById('cell-count').textContent = shown.length + ' of ' + perProbe.size + ' probes';
}

function attempt(probe, findings) {
  const verdict = worst(count(findings));
  const details = el('details', { class: verdict, 'data-probe': probe.id },
    el('summary', {}, sign(verdict), el('span', { class: 'id', text: probe.id }), el('span', { text: probe.title }),
      el('span', { class: 'codes code', text: answers(findings) })));
  details.addEventListener('toggle', () => {
    if (!details.open) return;
    if (!details.querySelector('.detail')) details.append(detail(probe, findings));
    if (open) history.replaceState(null, '', address(open.run.key, open.attacker, open.victim, probe.id));
  });
  return details;
}

function detail(probe, findings) {
  const list = el('dl', {}, el('dt', { text: 'Why' }), el('dd', { text: probe.why }));
  if (probe.remedy) list.append(el('dt', { text: 'Remedy' }), el('dd', { text: probe.remedy }));
  list.append(el('dt', { text: 'Attempt' }), el('dd', { class: 'code', text: probe.tried }));
  list.append(el('dt', { text: 'Where' }), el('dd', { text: probe.place }));
  return el('div', { class: 'detail' }, el('div', { class: 'sides' }, ...findings.map((it) => side(probe, it))), list);
}

function side(probe, it) {
  const same = it.outcome.code === it.expected;
  const parts = [
    el('h4', {}, sign(it.verdict), (it.actor === 'OWNER' ? 'As owner of ' : 'As runtime user of ') + it.attacker + ': ' + data.verdicts[it.verdict]),
    el('pre', { text: it.outcome.statement || probe.tried }),
    el('pre', { class: 'answer ' + it.verdict, text: answer(it.outcome) }),
    el('p', { class: same ? '' : 'mismatch', text: same ? 'As expected: ' + it.expected + '.' : 'Got ' + it.outcome.code + ', expected ' + it.expected + ' (' + it.meant + ').' }),
  ];
  if (it.control) {
    const failed = failedControl(it) && it.verdict === 'DEVIATION';
    parts.push(el('p', { class: failed ? 'mismatch' : '', text: 'Control, ' + (probe.control || 'somebody who may') + ': ' + answer(it.control) + (failed ? ' So the refusal proves nothing.' : '') }));
  }
  return el('div', { class: 'side ' + it.verdict }, ...parts);
}

function answer(outcome) {
  if (outcome.kind === 'WORKED') return 'It worked' + (outcome.words ? ': ' + outcome.words : '') + '.';
  if (outcome.kind === 'REFUSED') return outcome.code + '  ' + outcome.words;
  return outcome.words || outcome.code;
}

// Addresses: #rung, #rung/attacker/victim, #rung/attacker/victim/probe

function show() {
  const [key, attacker, victim, id] = location.hash.slice(1).split('/').map(decodeURIComponent);
  const run = runs.find((it) => it.key === key || it.rung === key) || runs.find((it) => count(it.findings).DEVIATION) || runs[runs.length - 1];
  document.querySelectorAll('.matrix').forEach((it) => it.classList.toggle('shown', it.dataset.run === run.key));
  document.querySelectorAll('button.rung').forEach((it) => it.setAttribute('aria-pressed', String(it.dataset.run === run.key)));
  if (!attacker || !cellOf(run, attacker, victim || attacker).length) {
    if (dialog.open) dialog.close();
    return;
  }
  open = { run, attacker, victim: victim || attacker };
  document.getElementById('cell-title').textContent = (open.attacker === open.victim ? attacker + ' by itself' : attacker + ' → ' + victim) + ', rung ' + run.rung;
  document.getElementById('cell-hint').textContent = listed(count(cellOf(run, open.attacker, open.victim)));
  cellFilters.reset();
  fillCell();
  if (!dialog.open) dialog.showModal();
  const wanted = id && [...attempts.querySelectorAll('details')].find((it) => it.dataset.probe === id);
  if (wanted) {
    wanted.open = true;
    wanted.querySelector('summary').focus({ preventScroll: true });
    wanted.scrollIntoView({ block: 'start', behavior: 'auto' });
  } else {
    dialog.scrollTop = 0;
  }
}

fillProbes();
addEventListener('hashchange', show);
show();
