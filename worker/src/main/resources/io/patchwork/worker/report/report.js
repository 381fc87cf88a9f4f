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
for (const each of report.absences) { each.name = plain(each.name || each.asset); each.people = tidy(each.people); }
report.credited = tidy(report.credited);

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

/* Shares of one whole in tenths of a per cent. What was rounded down goes to the largest remainders, so that they come to the same as their sum. */
function tenthsOf(shares) {
  const tenths = shares.map(share => share[0] * 1000n / share[1]);
  const rests = shares.map((share, i) => minus(times(share, [1000n, 1n]), [tenths[i], 1n]));
  const rest = rests.reduce(plus, ZERO);
  const order = shares.map((_, i) => i).sort((a, b) => less(rests[b], rests[a]) ? -1 : less(rests[a], rests[b]) ? 1 : a - b);
  for (const i of order.slice(0, Number((rest[0] * 2n + rest[1]) / (rest[1] * 2n)))) tenths[i]++;
  return tenths;
}

function percent(share, tenths = tenthsOf([share])[0]) {
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
for (const each of report.unattributed) { each.share = parse(each.share); each.ranges = each.ranges.map(range => range.map(parse)); }
for (const { places } of report.absences) {
  for (const each of places) {
    for (const key of ["out", "timeline"]) if (each[key]) each[key] = each[key].map(parse);
    if (each.inside) each.inside.range = each.inside.range.map(parse);
  }
}

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
/* Text of its own direction where there are no elements: a first strong isolate (UAX 9, 2.4.3). */
const isolated = text => "\u2068" + text + "\u2069";
const list = items => items.flatMap((each, i) => i ? [word("comma"), each] : [each]);
const timeText = time => Object.assign(element("span", clock(time), "time"), { dir: "ltr" });

/* A word of the page with elements in its places. */
function sentence(key, ...values) {
  return (words[language][key] ?? key).split(/(\{\d\})/).map(each => /^\{\d\}$/.test(each) ? values[each[1]] : each);
}

function makers(all) {
  const made = element("span", null, "names");
  all.forEach((maker, i) => {
    if (i) made.append(word("comma"));
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

/* What nobody made; of words on screen, somebody may have written them. */
const generatedText = (generator, hasAuthor) => hasAuthor ? word("wordsOfAuthor") : word("nobody") + ": " + word("generated." + generator);

function rowOf(part, share, tenths, hasAuthor) {
  const row = element("li");
  row.append(element("span", share ? percent(share, tenths) : "", "share"));
  const said = element("div");
  const what = [];
  if (part.generated) {
    said.append(generatedText(part.generated, hasAuthor));
    row.dataset.generated = part.generated;
  } else {
    const asset = report.assets[part.asset];
    row.dataset.asset = asset.id;
    said.append(makers(asset.people));
    if (asset.maybe.length) said.append(element("span", sentence("maybe", makers(asset.maybe)), "what"));
    what.push(foreign(asset.name));
  }
  if (part.via.length) what.push(element("span", sentence("through", through(part.via))));
  if (what.length) said.append(element("span", list(what), "what"));
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
  at("position").setAttribute("aria-valuetext", clock(time) + (report.hasFrames ? word("comma") + word("frameOf", position + 1, report.positions) : ""));
  const seen = during(report.pictures, position), heard = during(report.sound, position);
  const words = report.text.filter(each => each.from <= position && position < each.to);
  const read = words.map(each => [each.part, null]);
  const authored = new Set(words.filter(each => each.isBurnedIn && report.assets[report.parts[each.part].asset].people.length).map(each => wayOf(report.parts[each.part])));
  const key = [seen, heard, read].map(each => each.map(([part, share]) => part + (share ? ":" + share[0] + "/" + share[1] : "")).join()).join(";") + [...authored].join();
  if (key === shown) return;
  shown = key;
  fill("seen", seen, "nobodySeen", authored);
  fill("heard", heard, "nobodyHeard", authored);
  fill("read", read, "", authored);
  at("readBox").hidden = read.length === 0;
  fit();
  speak(seen, heard);
}

const wayOf = part => part.via.map(hop => hop.join("/")).join(">");

/* The ways by which words on screen came whose author is read are in authored. */
function fill(id, rows, none, authored) {
  const tenths = tenthsOf(rows.map(each => each[1] || ZERO));
  const made = rows.map(([part, share], i) => [report.parts[part], share, tenths[i]])
    .sort((a, b) => (a[0].generated ? 1 : 0) - (b[0].generated ? 1 : 0) || (a[1] && less(b[1], a[1]) ? -1 : a[1] && less(a[1], b[1]) ? 1 : 0))
    .map(([part, share, tenth]) => rowOf(part, share, tenth, part.generated === "text" && authored.has(wayOf(part))));
  if (!made.length && none) made.push(element("li", [element("span", word(none), "none")]));
  at(id).replaceChildren(...made);
}

/* It becomes as high as what it has to show, and no lower again: what is below it would move to and fro. */
function fit() {
  const box = at("now");
  if (box.scrollHeight > box.clientHeight) box.style.minBlockSize = box.scrollHeight + "px";
}

/* Who is there is spoken once it has changed and time has passed, and no more often than that. */
function speak(...rows) {
  const lists = rows.map(each => namesOf(each.map(([part]) => report.parts[part])).join(word("comma")) || word("nobody"));
  speak.next = lists.join("; ");
  speak.lists = lists;
  if (speaking || speak.next === speak.said) return;
  speaking = setTimeout(() => {
    speaking = 0;
    if (speak.next === speak.said) return;
    speak.said = speak.next;
    at("spoken").replaceChildren(...sentence("spokenNow", timeText(startOf(current)), ...speak.lists.map(each => foreign(each))));
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

const how = { video: "seen", audio: "heard", text: "read" };
const shareText = each => each.medium === "text" || !each.share ? "" : word(each.medium === "video" ? "shareOfFrame" : "shareOfSound", isolated(percent(each.share)));
const rangeText = range => range.map(each => isolated(clock(each))).join(" – ");

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
    for (const each of ranges) {
      if (each.medium !== medium) continue;
      const from = near(over(each.out[0], duration)) * 1000, to = near(over(each.out[1], duration)) * 1000;
      const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
      path.setAttribute("class", "shr"[i]);
      path.setAttribute("d", `M${from.toFixed(2)} ${i * 6 + 1}h${Math.max(1, to - from).toFixed(2)}v4H${from.toFixed(2)}z`);
      const title = document.createElementNS("http://www.w3.org/2000/svg", "title");
      title.textContent = [isolated(name) + ": " + word(how[medium]) + " " + rangeText(each.out), shareText(each)].filter(each => each).join(word("comma"));
      path.append(title);
      svg.append(path);
    }
  });
  svg.addEventListener("click", event => {
    const box = svg.getBoundingClientRect();
    seek(Math.floor((event.clientX - box.left) / box.width * report.positions));
  });
  row.append(button, svg);
  return search(row, terms);
}

const search = (row, terms) => Object.assign(row, { terms: terms.join("\n").toLocaleLowerCase() });
const termsOfMakers = all => all.flatMap(each => [report.people[each.person].name, report.people[each.person].id, each.role]);
const termsOfAsset = asset => [asset.id, asset.name, ...termsOfMakers([...asset.people, ...asset.maybe])];
const termsOfPerson = i => [report.people[i].name, report.people[i].id, ...report.people[i].roles, ...ofPerson[i].flatMap(each => [report.assets[each].id, report.assets[each].name])];
const termsOfNobody = each => [generatedText(each.generator, each.hasAuthor)];

/* Times along the lanes: at most seven. */
const STEPS = [100, 200, 500, 1000, 2000, 5000, 10000, 15000, 30000, 60000, 120000, 300000, 600000, 900000, 1800000, 3600000];

function axis() {
  const whole = near(duration) * 1000;
  let step = STEPS.find(each => whole / each <= 6) || STEPS.at(-1);
  while (whole / step > 6) step *= 2;
  const marks = [];
  // What would begin close to the end would not fit.
  for (let ms = 0; ms < whole * 0.93 || !ms; ms += step) {
    const mark = element("span", clock([BigInt(ms), 1000n]).replace(step % 1000 ? /00$/ : /\.000$/, ""));
    mark.style.left = (whole ? ms / whole * 100 : 0) + "%";
    marks.push(mark);
  }
  at("axis").replaceChildren(...marks);
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
  at("peopleLanes").replaceChildren(...report.people.map((person, i) =>
    lane(person.name, word("laneLabel", [person.name, ...person.roles].join(word("comma")), ...lengths(person)), rangesOf(i),
      () => choose(i, true), termsOfPerson(i))));
  const labelOf = (name, ranges) => word("laneLabel", name, ...MEDIA.map(each => clock(lengthOf(ranges, each))));
  at("assetLanes").replaceChildren(...report.assets.map((asset, i) =>
    lane(asset.name, labelOf(asset.name, asset.appearances), asset.appearances, () => open("asset", i, true), termsOfAsset(asset))));
  at("nobodyLanes").replaceChildren(...nobodys.map((each, i) => {
    const name = word("generated." + each.generator);
    return lane(name, labelOf(generatedText(each.generator), rangesOfNobody(each)), rangesOfNobody(each), () => open("nobody", i, true), termsOfNobody(each));
  }));
}

/* What nobody made or wrote. */
const nobodys = report.unattributed.filter(each => !each.hasAuthor);
const rangesOfNobody = each => each.ranges.map(out => ({ medium: each.medium, out }));

function filter() {
  const asked = at("search").value.trim();
  const term = asked.toLocaleLowerCase();
  const found = rows => [...rows].filter(row => !(row.hidden = !row.terms.includes(term))).length;
  const rowsOf = id => at(id).tBodies[0].rows;
  const none = word("nothingFound", isolated(plain(asked)));
  const tell = (id, isNone) => { at(id).hidden = !isNone; at(id).textContent = none; };
  const [people, assets, nobody] = [["peopleHead", "peopleLanes"], ["assetsHead", "assetLanes"], ["nobodyHead", "nobodyLanes"]].map(([head, lanes]) => {
    const count = found(at(lanes).children);
    at(head).hidden = !count;
    return count;
  });
  const [totals, all] = [["peopleTable", "assetTable"], ["allTable"]].map(ids => ids.map(id => {
    const count = found(rowsOf(id));
    at(id).parentElement.hidden = !count;
    return count;
  }).reduce((sum, each) => sum + each));
  tell("noTotals", term && !totals);
  tell("noneOfAll", term && !all && rowCount);
  tell("noAbsences", !found(at("absences").children));
  at("lanes").hidden = !(people + assets + nobody);
  at("found").textContent = !term ? word("foundAll", report.people.length, report.assets.length)
    : people + assets + nobody ? word("found", people, report.people.length, assets, report.assets.length) : none;
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

/* A time of the film, as a link where there is something to be seen. */
function link(time) {
  if (!less(time, duration)) return timeText(time);
  const made = element("a", [timeText(time)]);
  const exact = near(time);
  made.href = "#t=" + exact;
  made.addEventListener("click", event => { event.preventDefault(); pause(); seek(positionOf(time)); (media || at("position")).focus({ preventScroll: false }); });
  return made;
}

function shot(asset, each) {
  const row = element("li");
  const middle = times(plus(each.out[0], each.out[1]), [1n, 2n]);
  const picture = each.still === undefined ? null : still(each.still, asset.name, middle);
  const share = shareText(each);
  const said = element("div", [link(each.out[0]), " – ", timeText(each.out[1]), element("span", list([word(how[each.medium]), ...share ? [share] : []]), "what"), element("span", [foreign(asset.name)], "what")]);
  if (each.via.length) said.append(element("span", sentence("through", through(each.via)), "what"));
  if (picture) row.append(picture);
  row.append(said);
  return row;
}

const byTime = (a, b) => less(a[1].out[0], b[1].out[0]) ? -1 : less(b[1].out[0], a[1].out[0]) ? 1 : 0;

const LANES = { person: "peopleLanes", asset: "assetLanes", nobody: "nobodyLanes" };
const ANSWERS = { person: answerOfPerson, asset: answerOfAsset, nobody: answerOfNobody };
let opened = ["person", -1];

function choose(person, isAsked) { open("person", person, isAsked); }

/* Where a person, an asset or what nobody made is; a place of -1 is nothing. */
function open(kind, place, isAsked) {
  opened = [kind, place];
  at("person").value = kind === "person" ? place : -1;
  for (const row of at("lanes").querySelectorAll("[aria-current]")) row.removeAttribute("aria-current");
  at("where").classList.toggle("open", place >= 0);
  const box = at("answer");
  box.replaceChildren(...place < 0 ? [] : ANSWERS[kind](place));
  if (place >= 0) at(LANES[kind]).children[place].setAttribute("aria-current", "true");
  if (isAsked) { box.scrollIntoView({ block: "nearest" }); box.focus({ preventScroll: true }); }
}

const summary = times => sentence("summary", ...times.map(timeText));
const timesOf = ranges => MEDIA.map(each => lengthOf(ranges, each));
const shots = all => [element("h3", word("appearances")), element("ul", all.map(([asset, each]) => shot(asset, each)), "shots")];

function answerOfPerson(person) {
  const who = report.people[person];
  const made = [element("p", [foreign(who.name, "name"), who.roles.length ? " (" : "", ...list(who.roles.map(role => foreign(role))), who.roles.length ? "). " : ". ",
    ...summary(["seen", "heard", "read"].map(key => parse(who[key])))])];
  const own = ofPerson[person].flatMap(asset => report.assets[asset].appearances.map(each => [report.assets[asset], each])).sort(byTime);
  made.push(...own.length ? shots(own) : [element("p", word("noAppearances"))]);
  for (const asset of report.assets) {
    if (asset.maybe.some(each => each.person === person)) {
      made.push(element("p", sentence("perhaps", foreign(asset.name))), element("ul", asset.appearances.map(each => shot(asset, each)), "shots"));
    }
  }
  const absent = report.absences.filter(each => each.people.some(maker => maker.person === person)).map(absence)
    .concat(report.credited.filter(each => each.person === person).map(credited));
  if (absent.length) made.push(element("h3", word("whyNot")), element("ul", absent, "why"));
  return made;
}

function answerOfAsset(place) {
  const asset = report.assets[place];
  const made = [element("p", [foreign(asset.name, "name"), ": ", makers(asset.people), ...asset.maybe.length ? [" ", ...sentence("maybe", makers(asset.maybe))] : [], ". ", ...summary(timesOf(asset.appearances))])];
  made.push(...asset.appearances.length ? shots(asset.appearances.map(each => [asset, each])) : [element("p", word("noAppearances"))]);
  const absent = report.absences.filter(each => each.asset === asset.id);
  if (absent.length) made.push(element("h3", word("whyNotIt")), element("ul", absent.map(absence), "why"));
  return made;
}

function answerOfNobody(place) {
  const each = nobodys[place];
  return [element("p", [generatedText(each.generator) + ". ", ...summary(timesOf(rangesOfNobody(each)))]),
    element("ul", each.ranges.map(out => element("li", [link(out[0]), " – ", timeText(out[1])])), "why")];
}

/* Where something would be: in the film, or in the timeline alone, and in which part of which render. */
function placeOf({ out, timeline, inside }) {
  const said = [];
  if (out) said.push(element("span", sentence("placeInFilm", link(out[0]), timeText(out[1]))));
  if (timeline) said.push(element("span", sentence("placeInTimeline", ...timeline.map(timeText))));
  if (inside) said.push(element("span", sentence("placeInRender", foreign(report.assets.find(asset => asset.id === inside.render)?.name || inside.render), ...inside.range.map(timeText))));
  return element("li", list(said));
}

function absence(each) {
  const reason = word("reason." + each.reason);
  const row = element("li", [element("strong", reason), " ", foreign(each.name)]);
  if (each.medium) row.append(" (" + word(how[each.medium]) + ")");
  if (each.places.length) row.append(element("ul", each.places.map(placeOf), "places"));
  if (each.people.length) row.append(element("span", [makers(each.people)], "what"));
  row.append(element("span", word("why." + each.reason), "what"));
  return search(row, [reason, each.asset, each.name, ...termsOfMakers(each.people),
    ...each.places.flatMap(({ inside }) => inside ? [inside.render, report.assets.find(asset => asset.id === inside.render)?.name] : [])]);
}

function credited(maker) {
  const row = element("li", [element("strong", word("reason.credited_only")), " ", makers([maker]), element("span", word("why.credited_only"), "what")]);
  return search(row, [word("reason.credited_only"), ...termsOfMakers([maker])]);
}

/* Tables. Roles are said, as a narrow screen shows a row as a block. */
function table(id, caption, captionId, columns, rows) {
  const head = element("tr", columns.map(([key, number]) => Object.assign(element("th", word(key), number ? "n" : ""), { scope: "col", role: "columnheader" })));
  for (const row of [head, ...rows]) row.setAttribute("role", "row");
  for (const row of rows) [...row.cells].forEach((each, i) => { each.dataset.label = word(columns[i][0]); each.setAttribute("role", each.scope ? "rowheader" : "cell"); });
  const [top, body] = [element("thead", [head]), element("tbody", rows)];
  for (const each of [top, body]) each.setAttribute("role", "rowgroup");
  at(id).setAttribute("role", "table");
  at(id).replaceChildren(...caption ? [Object.assign(element("caption", word(caption)), { id: captionId })] : [], top, body);
}
const cell = (content, number) => element("td", Array.isArray(content) ? content : [content], number ? "n" : "");
const rowHead = content => Object.assign(element("th", content), { scope: "row" });
const isThrough = new Set(report.parts.flatMap(each => each.via.flat()));

/* Tenths of a per cent of the shares that come to a whole: of assets that are no way of others, and of nobody. */
function wholeOf(key, medium) {
  const assets = report.assets.map((each, i) => ["asset" + i, parse(each[key])]).filter((_, i) => !isThrough.has(i));
  const nobody = report.unattributed.map((each, i) => ["nobody" + i, each.share]).filter((_, i) => report.unattributed[i].medium === medium);
  const all = [...assets, ...nobody];
  const tenths = tenthsOf(all.map(each => each[1]));
  return new Map(all.map(([name], i) => [name, tenths[i]]));
}

function totals() {
  const times = ranges => timesOf(ranges).map(each => cell(timeText(each), 1));
  const [pictures, sounds] = [wholeOf("picture", "video"), wholeOf("sound", "audio")];
  table("peopleTable", "people", "peopleTotals", [["name"], ["roles"], ["seen", 1], ["heard", 1], ["read", 1], ["picture", 1], ["sound", 1]],
    report.people.map((each, i) => search(element("tr", [rowHead([foreign(each.name)]), cell(list(each.roles.map(role => foreign(role)))),
      ...["seen", "heard", "read"].map(key => cell(timeText(parse(each[key])), 1)), cell(percent(parse(each.picture)), 1), cell(percent(parse(each.sound)), 1)]), termsOfPerson(i))));
  const nobody = report.unattributed.map((each, i) => {
    const share = cell(percent(each.share, (each.medium === "video" ? pictures : sounds).get("nobody" + i)), 1);
    const time = medium => each.medium === medium ? cell(timeText(lengthOf(rangesOfNobody(each), medium)), 1) : cell("");
    return search(element("tr", [rowHead(generatedText(each.generator, each.hasAuthor)), cell(""), time("video"), time("audio"), cell(""),
      ...each.medium === "video" ? [share, cell("")] : [cell(""), share]]), termsOfNobody(each));
  });
  table("assetTable", "assets", "assetTotals", [["asset"], ["people"], ["seen", 1], ["heard", 1], ["read", 1], ["picture", 1], ["sound", 1]],
    report.assets.map((each, i) => search(element("tr", [rowHead([foreign(each.name), ...each.render ? [" (", ...sentence("render", foreign(each.render)), ")"] : []]), cell([makers(each.people), ...each.maybe.length ? [" ", ...sentence("maybe", makers(each.maybe))] : []]),
      ...times(each.appearances), cell(percent(parse(each.picture), pictures.get("asset" + i)), 1), cell(percent(parse(each.sound), sounds.get("asset" + i)), 1)]), termsOfAsset(each))).concat(nobody));
}

let rowCount = 0;

function all() {
  const rows = report.assets.flatMap(asset => asset.appearances.map(each => [asset, each])).sort(byTime);
  const isTooMany = rows.length > MAX_ROWS;
  at("allHint").textContent = word(isTooMany ? "allTooMany" : "allHint", rows.length);
  table("allTable", "", "", [["from"], ["to"], ["name"], ["asset"], ["how"], ["meanShare", 1], ["throughColumn"]],
    isTooMany ? [] : rows.map(([asset, each]) => search(element("tr", [cell(link(each.out[0])), cell(timeText(each.out[1])), cell(makers(asset.people)), cell(foreign(asset.name)), cell(word(how[each.medium])),
      cell(each.medium === "text" ? "" : percent(each.share), 1), cell(each.via.length ? through(each.via) : "")]),
      [...termsOfAsset(asset), ...each.via.flat().flatMap(render => termsOfAsset(report.assets[render]))])));
  rowCount = isTooMany ? 0 : rows.length;
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
  if (report.hasFrames) at("facts").append(word("comma"), word("factsFrames", report.positions, rate[1] === 1n ? String(rate[0]) : rate[0] + "/" + rate[1]));
  const kind = report.hasFrames ? "Frame" : "Time";
  at("positionLabel").textContent = word("position" + kind);
  at("back").textContent = word("back" + kind);
  at("forth").textContent = word("forth" + kind);
  at("nowHead").textContent = word("now" + kind);
  at("unplayable").textContent = word("cannotPlay");
  if (media) media.setAttribute("aria-label", word("film"));
  const options = [Object.assign(element("option", word("nobodyChosen")), { value: "-1" })].concat(report.people.map((each, i) =>
    Object.assign(element("option", isolated(each.name) + (each.roles.length ? " (" + each.roles.map(isolated).join(word("comma")) + ")" : "")), { value: String(i), dir: "auto" })));
  at("person").replaceChildren(...options);
  totals();
  axis();
  lanes();
  all();
  tree();
  const absent = [...report.absences.map(absence), ...report.credited.map(credited)];
  at("absences").replaceChildren(...absent.length ? absent : [search(element("li", word("nothingAbsent")), [])]);
  filter();
  open(...opened, false);
  const position = Math.max(0, current);
  current = -1;
  shown = "";
  speak.said = null;
  show(position);
}

function fromAddress() {
  const asked = new URLSearchParams(location.hash.slice(1));
  const person = report.people.findIndex(each => each.id === asked.get("person"));
  if (person >= 0) choose(person, false);
  const time = Number(asked.get("t"));
  if (asked.has("t") && time >= 0) seek(Math.floor(time * near(rate) + 0.001));
}

// By the style that is there: the page's policy allows no other.
if (stills) document.styleSheets[0].insertRule(`.still { background-image: url("${stills.href}"); }`);
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
addEventListener("resize", () => { at("now").style.minBlockSize = ""; fit(); });
fromAddress();
