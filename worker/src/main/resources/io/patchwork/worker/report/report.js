"use strict";
const words = JSON.parse(document.getElementById("words").textContent);
const { report, film, stills, language: asked } = JSON.parse(document.getElementById("carried").textContent);
const MAX_ROWS = 5000;
const SPEAK_AFTER_MS = 1500;
const at = id => document.getElementById(id);

/* Foreign text: controls and explicit directions (UAX 9, 2.1 to 2.6) are shown and not obeyed. */
const CONTROLS = /[\p{Cc}\p{Cs}\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]/gu;
const plain = text => text.replace(CONTROLS, each => "\\u" + each.charCodeAt(0).toString(16).padStart(4, "0"));
const tidy = makers => makers.map(each => ({ person: each.person, role: plain(each.role || "") }));
for (const each of report.people) { each.name = plain(each.name); each.roles = each.roles.map(plain); }
for (const each of report.assets) { each.name = plain(each.name || each.id); each.people = tidy(each.people); each.maybe = tidy(each.maybe || []); }
for (const each of report.parts) each.via = each.via || [];
for (const each of report.absences) { each.sentence = plain(each.sentence); each.people = tidy(each.people); }

/* Exact fractions: pairs of whole numbers. */
const gcd = (a, b) => { while (b) [a, b] = [b, a % b]; return a < 0n ? -a : a; };
const ratio = (n, d) => { const g = gcd(n, d) || 1n; return [n / g, d / g]; };
const parse = text => { const slash = text.indexOf("/"); return slash < 0 ? [BigInt(text), 1n] : [BigInt(text.slice(0, slash)), BigInt(text.slice(slash + 1))]; };
const plus = (a, b) => ratio(a[0] * b[1] + b[0] * a[1], a[1] * b[1]);
const minus = (a, b) => ratio(a[0] * b[1] - b[0] * a[1], a[1] * b[1]);
const times = (a, b) => ratio(a[0] * b[0], a[1] * b[1]);
const over = (a, b) => ratio(a[0] * b[1], a[1] * b[0]);
const less = (a, b) => a[0] * b[1] < b[0] * a[1];
const ZERO = [0n, 1n];
/* For drawing and seeking alone. */
const near = a => Number(a[0] * 1000000n / a[1]) / 1e6;

function percent(share) {
  const tenths = (share[0] * 2000n + share[1]) / (share[1] * 2n);
  if (share[0] > 0n && tenths === 0n) return "< 0.1 %";
  if (share[0] < share[1] && tenths === 1000n) return "> 99.9 %";
  return tenths / 10n + (tenths % 10n ? "." + tenths % 10n : "") + " %";
}

function clock(time) {
  const ms = time[0] * 1000n / time[1];
  const two = number => String(number).padStart(2, "0");
  return `${ms / 3600000n}:${two(ms / 60000n % 60n)}:${two(ms / 1000n % 60n)}.${String(ms % 1000n).padStart(3, "0")}`;
}

const duration = parse(report.duration);
const rate = parse(report.rate);
const last = Math.max(0, report.positions - 1);
const startOf = position => [BigInt(position) * rate[1], rate[0]];
const positionOf = time => Number(time[0] * rate[0] / (time[1] * rate[1]));
const shares = report.shares.map(each => each.map(parse));
for (const spans of [report.pictures, report.sound]) for (const span of spans) span.at = parse(span.at);
for (const asset of report.assets) for (const each of asset.appearances) { each.out = each.out.map(parse); each.share = parse(each.share); each.via = each.via || []; }
for (const each of report.absences) if (each.out) each.out = each.out.map(parse);

/* The integral of a share from 0 to a part of its slice. */
function upTo(share, part) {
  let sum = ZERO, power = part;
  share.forEach((coefficient, i) => { sum = plus(sum, over(times(coefficient, power), [BigInt(i + 1), 1n])); power = times(power, part); });
  return sum;
}

/* The mean shares of the parts during a position: [part, share] in the order of the parts. */
function during(spans, position) {
  const from = startOf(position), ends = startOf(position + 1);
  const to = less(duration, ends) ? duration : ends;
  let low = 0, high = spans.length;
  while (low < high) { const middle = (low + high) >> 1; if (spans[middle].position <= position) low = middle + 1; else high = middle; }
  const sums = new Map();
  for (let i = low - 1; i >= 0; i--) {
    const span = spans[i], end = i + 1 < spans.length ? spans[i + 1].at : duration;
    const lower = less(span.at, from) ? from : span.at, upper = less(to, end) ? to : end;
    if (less(lower, upper)) {
      const length = minus(end, span.at), all = minus(to, from);
      for (const [part, share] of span.parts) {
        const steady = shares[share].length < 2;
        const sum = steady ? times(shares[share][0] || ZERO, minus(upper, lower))
          : times(length, minus(upTo(shares[share], over(minus(upper, span.at), length)), upTo(shares[share], over(minus(lower, span.at), length))));
        const mean = over(sum, all);
        if (mean[0] > 0n) sums.set(part, sums.has(part) ? plus(sums.get(part), mean) : mean);
      }
    }
    if (!less(from, span.at)) break;
  }
  return [...sums].sort((a, b) => a[0] - b[0]);
}

/* Words of the page. */
let language = asked || Object.keys(words).find(each => navigator.language.startsWith(each)) || "en";
const word = (key, ...values) => (words[language][key] ?? key).replace(/\{(\d)\}/g, (_, i) => values[i]);

function element(name, content, className) {
  const made = document.createElement(name);
  if (typeof content === "string") made.textContent = content; else if (content) made.append(...content);
  if (className) made.className = className;
  return made;
}
const foreign = (text, className = "") => Object.assign(element("bdi", text, className), { dir: "auto" });
const timeText = time => Object.assign(element("span", clock(time), "time"), { dir: "ltr" });

/* A word of the page with elements in its places. */
function sentence(key, ...values) {
  return (words[language][key] ?? key).split(/(\{\d\})/).map(each => /^\{\d\}$/.test(each) ? values[each[1]] : each);
}

function makers(all) {
  const made = element("span", null, "names");
  all.forEach((maker, i) => {
    if (i) made.append(", ");
    made.append(foreign(report.people[maker.person].name, "name"));
    if (maker.role) made.append(element("span", [" (", foreign(maker.role), ")"], "role"));
  });
  if (!all.length) made.append(word("unnamed"));
  return made;
}

/* The renders that something came through, each with its makers. */
function through(via) {
  const made = element("span", null, "via");
  via.forEach((hop, i) => {
    if (i) made.append(" " + word("cameFrom") + " ");
    hop.forEach((render, j) => {
      if (j) made.append(" " + word("or") + " ");
      const asset = report.assets[render];
      made.append(foreign(asset.name));
      if (asset.people.length) made.append(": ", makers(asset.people));
    });
  });
  return made;
}

const labelOf = part => part.generated ? word("generated." + part.generated) : report.assets[part.asset].name;

function rowOf(part, share) {
  const row = element("li");
  row.append(element("span", share ? percent(share) : "", "share"));
  const said = element("div");
  if (part.generated) {
    said.append(word("nobody") + ": " + labelOf(part));
    row.dataset.generated = part.generated;
  } else {
    const asset = report.assets[part.asset];
    row.dataset.asset = asset.id;
    said.append(makers(asset.people));
    if (asset.maybe.length) said.append(element("span", sentence("maybe", makers(asset.maybe)), "what"));
    said.append(element("span", [foreign(asset.name)], "what"));
  }
  if (part.via.length) said.append(element("span", sentence("through", through(part.via)), "what"));
  if (share) row.dataset.share = share[0] + "/" + share[1];
  row.append(said);
  return row;
}

/* This frame. */
let current = -1;
let shown = "";
let speaking = 0;

function namesOf(parts) {
  const names = new Set();
  for (const part of parts) {
    if (part.generated) continue;
    for (const asset of [part.asset, ...part.via.flat()]) for (const maker of report.assets[asset].people) names.add(report.people[maker.person].name);
  }
  return [...names];
}

function show(position) {
  position = Math.min(last, Math.max(0, position));
  if (position === current) return;
  current = position;
  const time = startOf(position);
  const part = report.positions > 1 ? position / report.positions : 0;
  at("head").style.transform = `translateX(${part * 100}%)`;
  at("clock").textContent = clock(time);
  if (document.activeElement !== at("position") || Number(at("position").value) !== position) at("position").value = position;
  at("position").setAttribute("aria-valuetext", clock(time) + (report.hasFrames ? ", " + word("frameOf", position + 1, report.positions) : ""));
  const seen = during(report.pictures, position), heard = during(report.sound, position);
  const read = report.text.filter(each => each.from <= position && position < each.to).map(each => [each.part, null]);
  const key = [seen, heard, read].map(each => each.map(([part, share]) => part + (share ? ":" + share[0] + "/" + share[1] : "")).join()).join(";");
  if (key === shown) return;
  shown = key;
  fill("seen", seen, "nobodySeen");
  fill("heard", heard, "nobodyHeard");
  fill("read", read, "");
  at("readBox").hidden = read.length === 0;
  speak(seen, heard);
}

function fill(id, rows, none) {
  const made = rows.map(([part, share]) => [report.parts[part], share])
    .sort((a, b) => (a[0].generated ? 1 : 0) - (b[0].generated ? 1 : 0) || (a[1] && less(b[1], a[1]) ? -1 : a[1] && less(a[1], b[1]) ? 1 : 0))
    .map(([part, share]) => rowOf(part, share));
  if (!made.length && none) made.push(element("li", [element("span", word(none), "none")]));
  at(id).replaceChildren(...made);
}

/* Who is there is spoken once it has changed and time has passed, and no more often than that. */
function speak(...rows) {
  const lists = rows.map(each => namesOf(each.map(([part]) => report.parts[part])).join(", ") || word("nobody"));
  speak.next = lists.join("; ");
  speak.lists = lists;
  if (speaking || speak.next === speak.said) return;
  speaking = setTimeout(() => {
    speaking = 0;
    if (speak.next === speak.said) return;
    speak.said = speak.next;
    at("spoken").textContent = word("spokenNow", clock(startOf(current)), ...speak.lists);
  }, SPEAK_AFTER_MS);
}

/* The player. */
let media = null;

function seek(position) {
  position = Math.min(last, Math.max(0, position));
  // The middle of the frame, so that no rounding shows its neighbour.
  if (media) media.currentTime = near([(2n * BigInt(position) + 1n) * rate[1], 2n * rate[0]]);
  show(position);
}

function follow() {
  if (!media) return;
  // A hair later: the time of a frame's start is told a little short of it.
  show(Math.floor(media.currentTime * near(rate) + 0.001));
}

function play() {
  const kind = film ? film.mediaType.split("/")[0] : "";
  if (kind === "image") {
    at("screen").append(Object.assign(element("img"), { src: film.href, alt: word("film") }));
  } else if (film) {
    media = element(kind === "audio" ? "audio" : "video");
    media.id = "film";
    media.controls = true;
    media.preload = "auto";
    media.setAttribute("playsinline", "");
    media.src = film.href;
    media.addEventListener("error", () => { media = null; at("screen").hidden = true; at("unplayable").hidden = false; });
    media.addEventListener("seeking", follow);
    media.addEventListener("timeupdate", follow);
    media.addEventListener("play", () => {
      const next = () => { follow(); if (media && !media.paused && !media.ended) requestAnimationFrame(next); };
      requestAnimationFrame(next);
    });
    at("screen").append(media);
  }
  at("position").max = last;
  at("position").addEventListener("input", event => seek(Number(event.target.value)));
  at("back").addEventListener("click", () => { pause(); seek(current - 1); });
  at("forth").addEventListener("click", () => { pause(); seek(current + 1); });
}

function pause() { if (media && !media.paused) media.pause(); }

/* Lanes. */
const MEDIA = ["video", "audio", "text"];
const ofPerson = report.people.map(() => []);
report.assets.forEach((asset, i) => {
  for (const person of new Set(asset.people.map(each => each.person))) ofPerson[person].push(i);
});

function lane(name, label, ranges, pick, terms) {
  const row = element("li", null, "lane");
  const button = element("button", [foreign(name)]);
  button.type = "button";
  button.setAttribute("aria-label", label);
  button.addEventListener("click", pick);
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 1000 18");
  svg.setAttribute("preserveAspectRatio", "none");
  svg.setAttribute("aria-hidden", "true");
  MEDIA.forEach((medium, i) => {
    const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
    path.setAttribute("class", "shr"[i]);
    path.setAttribute("d", ranges.filter(each => each.medium === medium).map(each => {
      const from = near(over(each.out[0], duration)) * 1000, to = near(over(each.out[1], duration)) * 1000;
      return `M${from.toFixed(2)} ${i * 6 + 1}h${Math.max(1, to - from).toFixed(2)}v4H${from.toFixed(2)}z`;
    }).join(""));
    svg.append(path);
  });
  svg.addEventListener("click", event => {
    const box = svg.getBoundingClientRect();
    seek(Math.floor((event.clientX - box.left) / box.width * report.positions));
  });
  row.append(button, svg);
  row.terms = terms.join("\n").toLocaleLowerCase();
  return row;
}

const rangesOf = person => ofPerson[person].flatMap(asset => report.assets[asset].appearances);
const lengths = each => ["seen", "heard", "read"].map(key => clock(parse(each[key])));

/* For how long an asset is there, whatever overlaps. */
function lengthOf(ranges, medium) {
  let sum = ZERO, end = null, start = null;
  const sorted = ranges.filter(each => each.medium === medium).map(each => each.out).sort((a, b) => less(a[0], b[0]) ? -1 : less(b[0], a[0]) ? 1 : 0);
  for (const [from, to] of sorted) {
    if (end && !less(end, from)) { if (less(end, to)) end = to; continue; }
    if (end) sum = plus(sum, minus(end, start));
    [start, end] = [from, to];
  }
  return end ? plus(sum, minus(end, start)) : sum;
}

function lanes() {
  at("peopleLanes").replaceChildren(...report.people.map((person, i) => {
    const made = lane(person.name, word("laneLabel", person.name + (person.roles.length ? ", " + person.roles.join(", ") : ""), ...lengths(person)), rangesOf(i),
      () => choose(i, true), [person.name, person.id, ...person.roles, ...ofPerson[i].flatMap(each => [report.assets[each].id, report.assets[each].name])]);
    if (Number(at("person").value || -1) === i) made.setAttribute("aria-current", "true");
    return made;
  }));
  at("assetLanes").replaceChildren(...report.assets.map(asset => {
    const people = [...asset.people, ...asset.maybe];
    return lane(asset.name, word("laneLabel", asset.name, ...MEDIA.map(each => clock(lengthOf(asset.appearances, each)))), asset.appearances,
      () => { if (asset.people.length) choose(asset.people[0].person, true); else if (asset.appearances.length) seek(positionOf(asset.appearances[0].out[0])); },
      [asset.id, asset.name, ...people.flatMap(each => [report.people[each.person].name, report.people[each.person].id, each.role])]);
  }));
  filter();
}

function filter() {
  const term = at("search").value.trim().toLocaleLowerCase();
  const counts = ["peopleLanes", "assetLanes"].map(id => {
    let count = 0;
    for (const row of at(id).children) { row.hidden = !row.terms.includes(term); if (!row.hidden) count++; }
    return count;
  });
  for (const [id, list] of [["peopleTable", report.people], ["assetTable", report.assets]]) {
    const rows = at(id).tBodies[0]?.rows || [];
    const other = at(id === "peopleTable" ? "peopleLanes" : "assetLanes").children;
    list.forEach((_, i) => { if (rows[i] && other[i]) rows[i].hidden = other[i].hidden; });
  }
  at("found").textContent = term ? word("found", counts[0], report.people.length, counts[1], report.assets.length) : word("foundAll", report.people.length, report.assets.length);
}

/* Where am I? */
const stillOf = stills ? new Map(stills.frames.map((frame, i) => [frame, i])) : new Map();

function still(frame, name, time) {
  const place = stillOf.get(frame);
  if (place === undefined) return null;
  const made = element("span", null, "still");
  const scale = 112 / Math.max(stills.width, stills.height);
  const width = Math.round(stills.width * scale), height = Math.round(stills.height * scale);
  made.setAttribute("role", "img");
  made.setAttribute("aria-label", word("still", name, clock(time)));
  made.style.cssText = `width:${width}px;height:${height}px;background-size:${Math.min(stills.columns, stills.frames.length) * width}px auto;background-position:-${place % stills.columns * width}px -${Math.floor(place / stills.columns) * height}px`;
  return made;
}

function link(time) {
  const made = element("a", [timeText(time)]);
  const exact = near(time);
  made.href = "#t=" + exact;
  made.addEventListener("click", event => { event.preventDefault(); pause(); seek(positionOf(time)); (media || at("position")).focus({ preventScroll: false }); });
  return made;
}

const how = { video: "seen", audio: "heard", text: "read" };
const shareText = each => each.medium === "text" ? "" : word(each.medium === "video" ? "shareOfFrame" : "shareOfSound", percent(each.share));

function shot(asset, each) {
  const row = element("li");
  const middle = times(plus(each.out[0], each.out[1]), [1n, 2n]);
  const picture = each.still === undefined ? null : still(each.still, asset.name, middle);
  const said = element("div", [link(each.out[0]), " – ", timeText(each.out[1]), element("span", word(how[each.medium]) + (each.medium === "text" ? "" : ", " + shareText(each)), "what"), element("span", [foreign(asset.name)], "what")]);
  if (each.via.length) said.append(element("span", sentence("through", through(each.via)), "what"));
  if (picture) row.append(picture);
  row.append(said);
  return row;
}

const byTime = (a, b) => less(a[1].out[0], b[1].out[0]) ? -1 : less(b[1].out[0], a[1].out[0]) ? 1 : 0;

function choose(person, isAsked) {
  at("person").value = person;
  for (const row of at("peopleLanes").querySelectorAll("[aria-current]")) row.removeAttribute("aria-current");
  const box = at("answer");
  box.replaceChildren();
  if (person < 0) return;
  at("peopleLanes").children[person]?.setAttribute("aria-current", "true");
  const who = report.people[person];
  box.append(element("p", [foreign(who.name, "name"), who.roles.length ? " (" : "", ...who.roles.flatMap((role, i) => [i ? ", " : "", foreign(role)]), who.roles.length ? "). " : ". ",
    ...sentence("summary", ...["seen", "heard", "read"].map(key => timeText(parse(who[key]))))]));
  const own = ofPerson[person].flatMap(asset => report.assets[asset].appearances.map(each => [report.assets[asset], each])).sort(byTime);
  if (own.length) {
    box.append(element("h3", word("appearances")), element("ul", own.map(([asset, each]) => shot(asset, each)), "shots"));
  } else {
    box.append(element("p", word("noAppearances")));
  }
  for (const asset of report.assets) {
    if (asset.maybe.some(each => each.person === person)) {
      box.append(element("p", sentence("perhaps", foreign(asset.name))), element("ul", asset.appearances.map(each => shot(asset, each)), "shots"));
    }
  }
  const absent = report.absences.filter(each => each.people.some(maker => maker.person === person));
  if (absent.length) box.append(element("h3", word("whyNot")), element("ul", absent.map(absence), "why"));
  if (isAsked) { box.scrollIntoView({ block: "nearest" }); box.focus({ preventScroll: true }); }
}

function absence(each) {
  const key = "reason." + each.reason;
  const row = element("li", [element("strong", words[language][key] || plain(each.reason))]);
  if (each.asset) row.append(" ", foreign(report.assets.find(asset => asset.id === each.asset)?.name || each.asset));
  if (each.medium) row.append(" (" + word(how[each.medium]) + ")");
  if (each.out) row.append(" ", link(each.out[0]), " – ", timeText(each.out[1]));
  if (each.people.length) row.append(element("span", [makers(each.people)], "what"));
  row.append(Object.assign(element("span", each.sentence, "what"), { lang: "en", dir: "auto" }));
  return row;
}

/* Tables. */
function table(id, caption, captionId, columns, rows) {
  const head = element("tr", columns.map(([key, number]) => Object.assign(element("th", word(key), number ? "n" : ""), { scope: "col" })));
  at(id).replaceChildren(...caption ? [Object.assign(element("caption", word(caption)), { id: captionId })] : [], element("thead", [head]), element("tbody", rows));
}
const cell = (content, number) => element("td", Array.isArray(content) ? content : [content], number ? "n" : "");
const rowHead = content => Object.assign(element("th", content), { scope: "row" });

function totals() {
  table("peopleTable", "people", "peopleTotals", [["name"], ["roles"], ["seen", 1], ["heard", 1], ["read", 1], ["picture", 1], ["sound", 1]],
    report.people.map(each => element("tr", [rowHead([foreign(each.name)]), cell(each.roles.flatMap((role, i) => [i ? ", " : "", foreign(role)])),
      ...["seen", "heard", "read"].map(key => cell(timeText(parse(each[key])), 1)), cell(percent(parse(each.picture)), 1), cell(percent(parse(each.sound)), 1)])));
  const nobody = report.unattributed.map(each => element("tr", [rowHead(word("nobody") + ": " + word("generated." + each.generator)), cell(""), cell(""), cell(""), cell(""),
    cell(each.medium === "video" ? percent(parse(each.share)) : "", 1), cell(each.medium === "audio" ? percent(parse(each.share)) : "", 1)]));
  table("assetTable", "assets", "assetTotals", [["asset"], ["people"], ["seen", 1], ["heard", 1], ["read", 1], ["picture", 1], ["sound", 1]],
    report.assets.map(each => element("tr", [rowHead([foreign(each.name), ...each.render ? [" (", ...sentence("render", foreign(each.render)), ")"] : []]), cell([makers(each.people), ...each.maybe.length ? [" ", ...sentence("maybe", makers(each.maybe))] : []]),
      ...MEDIA.map(medium => cell(timeText(lengthOf(each.appearances, medium)), 1)), cell(percent(parse(each.picture)), 1), cell(percent(parse(each.sound)), 1)])).concat(nobody));
}

function all() {
  const rows = report.assets.flatMap(asset => asset.appearances.map(each => [asset, each])).sort(byTime);
  const isTooMany = rows.length > MAX_ROWS;
  at("allHint").textContent = word(isTooMany ? "allTooMany" : "allHint", rows.length);
  table("allTable", "", "", [["from"], ["to"], ["name"], ["asset"], ["how"], ["share", 1], ["throughColumn"]],
    isTooMany ? [] : rows.map(([asset, each]) => element("tr", [cell(link(each.out[0])), cell(timeText(each.out[1])), cell(makers(asset.people)), cell(foreign(asset.name)), cell(word(how[each.medium])),
      cell(each.medium === "text" ? "" : percent(each.share), 1), cell(each.via.length ? through(each.via) : "")])));
}

/* The tree of renders: what the film shows, and what it shows through what. */
function tree() {
  const root = new Map();
  for (const part of report.parts) {
    if (part.generated) continue;
    let level = root;
    for (const hop of [...part.via, [part.asset]]) {
      const key = hop.join();
      if (!level.has(key)) level.set(key, { hop, inner: new Map() });
      level = level.get(key).inner;
    }
  }
  const branch = level => element("ul", [...level.values()].map(({ hop, inner }) => {
    const row = element("li");
    hop.forEach((place, i) => {
      const asset = report.assets[place];
      if (i) row.append(" " + word("or") + " ");
      row.append(element("strong", [foreign(asset.name)]), ": ", makers(asset.people));
      if (asset.maybe.length) row.append(" ", ...sentence("maybe", makers(asset.maybe)));
    });
    if (inner.size) row.append(branch(inner));
    return row;
  }));
  at("tree").replaceChildren(element("li", [element("strong", word("thisFilm")), branch(root)]));
}

/* All of the page in a language. */
function write() {
  const isArabic = language === "ar";
  document.documentElement.lang = language;
  document.documentElement.dir = isArabic ? "rtl" : "ltr";
  const title = plain(report.title) || word("untitled", report.render);
  document.title = title + " · " + word("kind");
  document.querySelectorAll("[data-word]").forEach(each => { each.textContent = word(each.dataset.word); });
  at("title").textContent = title;
  at("facts").replaceChildren(...sentence("facts", foreign(report.render), timeText(duration)));
  if (report.hasFrames) at("facts").append(isArabic ? "، " : ", ", word("factsFrames", report.positions, rate[1] === 1n ? String(rate[0]) : rate[0] + "/" + rate[1]));
  const kind = report.hasFrames ? "Frame" : "Time";
  at("positionLabel").textContent = word("position" + kind);
  at("back").textContent = word("back" + kind);
  at("forth").textContent = word("forth" + kind);
  at("nowHead").textContent = word("now" + kind);
  at("unplayable").textContent = word("cannotPlay");
  if (media) media.setAttribute("aria-label", word("film"));
  const chosen = Number(at("person").value || -1);
  const options = [Object.assign(element("option", word("nobodyChosen")), { value: "-1" })].concat(report.people.map((each, i) =>
    Object.assign(element("option", each.name + (each.roles.length ? " (" + each.roles.join(", ") + ")" : "")), { value: String(i), dir: "auto" })));
  at("person").replaceChildren(...options);
  at("person").value = String(chosen);
  totals();
  lanes();
  all();
  tree();
  at("absences").replaceChildren(...report.absences.length ? report.absences.map(absence) : [element("li", word("nothingAbsent"))]);
  choose(chosen, false);
  const position = Math.max(0, current);
  current = -1;
  shown = "";
  show(position);
}

function fromAddress() {
  const asked = new URLSearchParams(location.hash.slice(1));
  const person = report.people.findIndex(each => each.id === asked.get("person"));
  if (person >= 0) choose(person, false);
  const time = Number(asked.get("t"));
  if (asked.has("t") && time >= 0) seek(Math.floor(time * near(rate) + 0.001));
}

if (stills) document.head.append(element("style", `.still { background-image: url("${stills.href}"); }`));
for (const each of Object.keys(words)) {
  const option = element("option", words[each].language);
  option.value = each;
  option.lang = each;
  option.selected = each === language;
  at("languages").append(option);
}
play();
write();
at("languages").addEventListener("change", event => { language = event.target.value; write(); });
at("search").addEventListener("input", filter);
at("person").addEventListener("change", event => choose(Number(event.target.value), false));
addEventListener("hashchange", fromAddress);
fromAddress();
